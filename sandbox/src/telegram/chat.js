(() => {
  const shown = document.getElementById("shown");
  const draft = document.querySelector(".write textarea");
  const place = location.pathname.match(/^\/telegram\/\d+/)[0];
  let before = null;
  const end = () => { shown.scrollTop = shown.scrollHeight; };
  const look = async () => {
    try {
      const reply = await fetch(place + "/shown");
      const now = await reply.text();
      // Escaped by the server; it is drawn anew only when it is another, so that nothing jumps under a finger.
      if (reply.ok && now !== before) {
        if (before !== null) { shown.innerHTML = now; end(); }
        before = now;
      }
    } catch { /* The sandbox is gone or restarts: look again. */ }
  };
  const again = async () => { await look(); setTimeout(again, 700); };
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (form.action.endsWith("/block")) return;
    event.preventDefault();
    const body = new URLSearchParams(new FormData(form, event.submitter));
    const reply = await fetch(form.action, { method: "POST", body });
    const page = new DOMParser().parseFromString(await reply.text(), "text/html");
    document.getElementById("told").replaceChildren(...page.getElementById("told").childNodes);
    if (reply.ok && form.contains(draft)) form.reset();
    await look();
  });
  draft.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      draft.form.requestSubmit();
    }
  });
  end();
  again();
})();
