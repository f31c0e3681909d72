// Files go up as soon as they are chosen, with progress. `POST data-upload?name=<file name>` carries the bytes as they are; the answer
// is JSON {"value": …}: what the form sends in the file's place. Without this script the file goes with the form.
const chinese = document.documentElement.lang.startsWith("zh");
const say = chinese
  ? { tooLarge: (name, limit) => `${name}超过${limit}，请压缩后再传`, failed: (name) => `${name}没有传上去，请再试一次`, done: "已上传", remove: "移除", camera: "拍照" }
  : { tooLarge: (name, limit) => `${name} is larger than ${limit}`, failed: (name) => `${name} could not be uploaded, please try again`, done: "uploaded", remove: "Remove", camera: "Take a photo" };
const megabytes = (bytes) => `${Math.floor(bytes / 1048576)} MB`;

function send(address, file, onProgress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest(); // fetch cannot tell how far an upload has come
    request.open("POST", `${address}${address.includes("?") ? "&" : "?"}name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader("Content-Type", file.type || "application/octet-stream");
    request.setRequestHeader("X-CSRF-Token", document.querySelector("meta[name=csrf]")?.content ?? "");
    request.upload.addEventListener("progress", (event) => { if (event.lengthComputable) onProgress(event.loaded / event.total); });
    request.addEventListener("load", () => {
      try {
        const answer = JSON.parse(request.responseText);
        if (request.status < 300) resolve(answer); else reject(new Error(answer.detail ?? answer.title ?? ""));
      } catch { reject(new Error("")); }
    });
    request.addEventListener("error", () => reject(new Error("")));
    request.send(file);
  });
}

function listed(input, file, value) {
  let list = input.parentElement.querySelector(".files");
  if (!list) { list = document.createElement("ul"); list.className = "files"; input.before(list); }
  const item = document.createElement("li");
  const hidden = Object.assign(document.createElement("input"), { type: "hidden", name: input.name, value });
  const remove = Object.assign(document.createElement("button"), { type: "button", className: "button quiet", textContent: say.remove });
  remove.addEventListener("click", () => { item.remove(); input.required = input.dataset.required !== undefined && !list.querySelector("input"); input.focus(); });
  item.append(`${file.name} · ${say.done}`, hidden, remove);
  list.append(item);
}

async function upload(input, files) {
  const box = document.querySelector(`[data-progress-of="${CSS.escape(input.id)}"]`);
  const bar = box.querySelector("progress");
  const words = box.querySelector("output");
  const limit = Number(input.dataset.maxBytes || Infinity);
  box.hidden = false;
  delete box.dataset.failed;
  const failures = [];
  for (const file of files) {
    if (file.size > limit) { failures.push(say.tooLarge(file.name, megabytes(limit))); continue; }
    try {
      const answer = await send(input.dataset.upload, file, (share) => { bar.value = Math.round(share * 100); words.textContent = `${file.name} ${bar.value}%`; });
      listed(input, file, answer.value);
    } catch (error) { failures.push(error.message || say.failed(file.name)); }
  }
  // What has gone up must not go again with the form.
  input.value = "";
  if (input.required) { input.dataset.required = ""; input.required = !input.parentElement.querySelector(".files input"); }
  words.textContent = failures.join(" ");
  bar.hidden = true;
  if (failures.length) box.dataset.failed = ""; else box.hidden = true;
}

// While something goes up, nothing is sent off.
async function take(input, files) {
  document.querySelector(`[data-progress-of="${CSS.escape(input.id)}"] progress`).hidden = false;
  const buttons = [...(input.form?.querySelectorAll("button[type=submit]:not(:disabled)") ?? [])];
  buttons.forEach((button) => { button.disabled = true; });
  try { await upload(input, files); } finally { buttons.forEach((button) => { button.disabled = false; }); }
}

document.addEventListener("change", (event) => {
  const input = event.target;
  if (input.matches?.("input[type=file][data-upload]") && input.files.length) take(input, [...input.files]);
});

// Where fingers point, the camera has a button of its own; the choice of files beside it still offers the album.
function offerCamera(input) {
  const shot = Object.assign(document.createElement("input"), { type: "file", accept: "image/*", hidden: true });
  shot.setAttribute("capture", "environment");
  const button = Object.assign(document.createElement("button"), { type: "button", className: "button secondary camera", textContent: say.camera });
  const what = Object.assign(document.createElement("span"), { className: "visually-hidden", textContent: input.dataset.camera });
  button.append(what);
  button.addEventListener("click", () => shot.click());
  shot.addEventListener("change", async () => { if (shot.files.length) { await take(input, [...shot.files]); shot.value = ""; } });
  input.after(button, shot);
}
if (matchMedia("(pointer: coarse)").matches) document.querySelectorAll("input[type=file][data-upload][data-camera]").forEach(offerCamera);
