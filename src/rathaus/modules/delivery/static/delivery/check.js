// Checks a proof in the browser: nothing leaves the device. The same steps as pruefen.py; where the browser lacks Ed25519
// or runs without a secure context, the form is sent to the server as if there were no script.
(() => {
  "use strict";

  const form = document.getElementById("pruefung");
  const result = document.getElementById("ergebnis");
  const drop = document.getElementById("ablage");
  if (!form || !result || !drop || !globalThis.crypto?.subtle) return;
  const input = form.querySelector("input[type=file]");
  const FORMAT = "rathaus-nachweis/1";
  const WORDS = {
    "delivery.ContentConsignment": "Ins Postfach eingestellt",
    "delivery.ConsignmentNotification": "Per E-Mail benachrichtigt",
    "delivery.ConsignmentNotificationFailure": "E-Mail kam nicht an",
    "delivery.ContentAccessTracking": "Abgerufen",
    "delivery.ContentHandoverFailure": "Zeit zum Abrufen abgelaufen",
    "delivery.RelayToNonERDS": "Als Brief vorbereitet",
    "delivery.posted": "Zur Post gegeben",
  };

  class Wrong extends Error {}
  class Unable extends Error {}

  const demand = (condition, text) => {
    if (!condition) throw new Wrong(text);
  };
  const bytes = (text) => new TextEncoder().encode(text);
  const text = (data) => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data);
  const hex = (data) => Array.from(data, (value) => value.toString(16).padStart(2, "0")).join("");
  const unhex = (value) => {
    demand(typeof value === "string" && /^([0-9a-f]{2})*$/.test(value), "Der Nachweis ist nicht lesbar.");
    return Uint8Array.from(value.match(/../g) || [], (pair) => parseInt(pair, 16));
  };
  const join = (...parts) => {
    const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  };
  const same = (left, right) => left.length === right.length && left.every((value, at) => value === right[at]);
  const sha256 = async (data) => new Uint8Array(await crypto.subtle.digest("SHA-256", data));

  const CRC = Array.from({ length: 256 }, (_, start) => {
    let value = start;
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    return value >>> 0;
  });
  const crc32 = (data) => {
    let value = 0xffffffff;
    for (const octet of data) value = (value >>> 8) ^ CRC[(value ^ octet) & 255];
    return (value ^ 0xffffffff) >>> 0;
  };
  const little = (...fields) => {
    const out = [];
    for (const [size, value] of fields) for (let at = 0; at < size; at += 1) out.push(Math.floor(value / 2 ** (8 * at)) & 255);
    return Uint8Array.from(out);
  };

  // a ZIP without compression and without time, as the authority writes it
  function pack(files) {
    const body = [];
    const directory = [];
    let offset = 0;
    for (const [name, data] of files) {
      const raw = bytes(name);
      const common = little([2, 20], [2, 0x800], [2, 0], [2, 0], [2, 0x21], [4, crc32(data)], [4, data.length], [4, data.length], [2, raw.length], [2, 0]);
      directory.push(bytes("PK\x01\x02"), little([2, 20]), common, little([2, 0], [2, 0], [2, 0], [4, 0], [4, offset]), raw);
      body.push(bytes("PK\x03\x04"), common, raw, data);
      offset += 4 + common.length + raw.length + data.length;
    }
    const index = join(...directory);
    const end = little([2, 0], [2, 0], [2, files.size], [2, files.size], [4, index.length], [4, offset], [2, 0]);
    return join(...body, index, bytes("PK\x05\x06"), end);
  }

  function unpack(data) {
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    const files = new Map();
    let at = 0;
    while (at + 30 <= data.length && view.getUint32(at, true) === 0x04034b50) {
      const size = view.getUint32(at + 18, true);
      const start = at + 30 + view.getUint16(at + 26, true) + view.getUint16(at + 28, true);
      demand(start + size <= data.length, "Das ZIP ist unvollständig.");
      files.set(text(data.subarray(at + 30, at + 30 + view.getUint16(at + 26, true))), data.subarray(start, start + size));
      at = start + size;
    }
    demand(files.size > 0, "Das ist kein lesbares ZIP, oder es wurde verändert.");
    demand(same(pack(files), data), "Das ZIP wurde verändert.");
    return files;
  }

  async function importKey(raw) {
    try {
      return await crypto.subtle.importKey("raw", raw, { name: "Ed25519" }, false, ["verify"]);
    } catch (error) {
      if (error.name === "NotSupportedError") throw new Unable();
      throw new Wrong("Der Schlüssel im Nachweis ist keiner.");
    }
  }
  const verified = (key, signature, data) => crypto.subtle.verify({ name: "Ed25519" }, key, signature, data);

  async function checkEvent(event, head, documents) {
    const leaf = JSON.parse(event.leaf);
    const payload = JSON.parse(event.payload);
    const commitment = hex(await sha256(join(unhex(event.salt), bytes(event.payload))));
    demand(commitment === leaf.commitment, "Der Inhalt eines Ereignisses wurde verändert.");
    let value = await sha256(join(Uint8Array.of(0), bytes(event.leaf)));
    let position = event.index;
    let last = head.size - 1;
    demand(Number.isSafeInteger(position) && position >= 0 && position <= last, "Ein Ereignis steht außerhalb des Protokolls.");
    for (const sibling of event.path.map(unhex)) {
      demand(last > 0, "Der Weg eines Ereignisses ist zu lang.");
      if (position % 2 || position === last) {
        value = await sha256(join(Uint8Array.of(1), sibling, value));
        while (position && !(position % 2)) [position, last] = [Math.floor(position / 2), Math.floor(last / 2)];
      } else {
        value = await sha256(join(Uint8Array.of(1), value, sibling));
      }
      [position, last] = [Math.floor(position / 2), Math.floor(last / 2)];
    }
    demand(last === 0 && hex(value) === head.root, "Ein Ereignis steht nicht im Protokoll.");
    for (const file of payload.files) demand(documents.get(file.sha256) === file.length, "Ein Ereignis betrifft eine andere Datei.");
    return { act: leaf.act, at: leaf.at };
  }

  async function check(files) {
    for (const name of ["nachweis.json", "nachweis.sig"]) demand(files.has(name), `Die Datei ${name} fehlt.`);
    const proof = JSON.parse(text(files.get("nachweis.json")));
    demand(proof.format === FORMAT, "Das ist kein Nachweis, den diese Seite kennt.");
    const raw = unhex(proof.public_key);
    const key = await importKey(raw);
    const signed = join(bytes(`${FORMAT}\n`), files.get("nachweis.json"));
    demand(await verified(key, files.get("nachweis.sig"), signed), "nachweis.json wurde verändert: die Signatur stimmt nicht.");
    const fingerprint = hex(await sha256(raw));
    const documents = new Map();
    for (const entry of proof.files) {
      const data = files.get(entry.path);
      demand(data, `Die Datei ${entry.path} fehlt.`);
      demand(data.length === entry.length && hex(await sha256(data)) === entry.sha256, `Die Datei ${entry.path} wurde verändert.`);
      if (entry.path.startsWith("dokumente/")) documents.set(entry.sha256, entry.length);
    }
    const head = proof.head;
    const lines = head.statement.split("\n");
    const fits = lines[1] === String(head.size) && lines[2] === head.root && lines[4] === head.key && head.key === fingerprint;
    demand(fits, "Der Kopf des Protokolls passt nicht zu seinen Angaben.");
    demand(await verified(key, unhex(head.signature), bytes(head.statement)), "Die Signatur des Protokolls stimmt nicht.");
    demand(proof.events.length > 0, "Der Nachweis enthält kein Ereignis.");
    const events = [];
    for (const event of proof.events) events.push(await checkEvent(event, head, documents));
    return { fingerprint, events };
  }

  const ICONS = { success: "success", danger: "danger", warning: "warning" };
  function alertBox(level, title, ...paragraphs) {
    const box = document.createElement("div");
    box.className = `kern-alert kern-alert--${level}`;
    const header = document.createElement("div");
    header.className = "kern-alert__header";
    const icon = document.createElement("span");
    icon.className = `kern-icon kern-icon--${ICONS[level]}`;
    icon.setAttribute("aria-hidden", "true");
    const heading = document.createElement("h2");
    heading.className = "kern-title";
    heading.textContent = title;
    header.append(icon, heading);
    const body = document.createElement("div");
    body.className = "kern-alert__body";
    for (const line of paragraphs) {
      const paragraph = document.createElement("p");
      paragraph.className = "kern-body";
      paragraph.textContent = line;
      body.append(paragraph);
    }
    box.append(header, body);
    return box;
  }

  function when(iso) {
    const moment = new Date(iso.replace(/(\.\d{3})\d*/, "$1"));
    return moment.toLocaleString("de-DE", { timeZone: "Europe/Berlin", dateStyle: "medium", timeStyle: "short" });
  }

  function show(report) {
    const lines = report.events.map((event) => `${WORDS[event.act] || event.act}: ${when(event.at)} Uhr`);
    const good = alertBox(
      "success",
      "Dieser Nachweis ist in Ordnung",
      "Das Schreiben und die Ereignisse sind unverändert und stehen im unterschriebenen Protokoll. Geprüft auf Ihrem Gerät.",
      ...lines,
    );
    const ours = report.fingerprint === form.dataset.fingerprint;
    const key = ours
      ? alertBox("success", "Der Schlüssel gehört zu diesem Rathaus", report.fingerprint)
      : alertBox(
          "warning",
          "Der Schlüssel ist nicht der, den dieses Rathaus zurzeit benutzt",
          `Vergleichen Sie den Fingerabdruck mit dem auf Ihrem Schreiben: ${report.fingerprint}`,
        );
    result.replaceChildren(good, key);
  }

  async function read(file) {
    try {
      demand(file.size <= 25 * 1024 * 1024, "Diese Datei ist größer als 25 MB und deshalb kein Nachweis von uns.");
      show(await check(unpack(new Uint8Array(await file.arrayBuffer()))));
    } catch (error) {
      if (error instanceof Unable) {
        form.submit();
        return;
      }
      const reason = error instanceof Wrong ? error.message : "Der Nachweis ist nicht lesbar, oder er wurde verändert.";
      result.replaceChildren(alertBox("danger", "Dieser Nachweis stimmt nicht", reason));
    }
    result.focus();
  }

  form.addEventListener("submit", (event) => {
    if (!input.files.length) return;
    event.preventDefault();
    read(input.files[0]);
  });
  drop.hidden = false;
  for (const kind of ["dragenter", "dragover"]) {
    drop.addEventListener(kind, (event) => {
      event.preventDefault();
      drop.classList.add("d-drop--over");
    });
  }
  drop.addEventListener("dragleave", () => drop.classList.remove("d-drop--over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("d-drop--over");
    const file = event.dataTransfer.files[0];
    if (!file) return;
    input.files = event.dataTransfer.files;
    read(file);
  });
})();
