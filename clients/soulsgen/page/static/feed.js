// What the server tells, and whether it still does. A connection that is silent for too long is made anew.

const SILENT_MS = 16000; // three of the server's beats
const AGAIN_MS = 2500;

export function feed(onNews, onLink) {
  let source = null;
  let mark = "";
  let heard = Date.now();
  let again = 0;

  function alive() {
    heard = Date.now();
    onLink(true, heard);
  }

  function open() {
    clearTimeout(again);
    source?.close();
    source = new EventSource(mark ? `/events?after=${mark}` : "/events");
    source.addEventListener("news", (event) => {
      mark = event.lastEventId;
      alive();
      onNews(JSON.parse(event.data));
    });
    source.addEventListener("beat", alive);
    source.onerror = () => lost(source.readyState === EventSource.CLOSED);
  }

  function lost(gaveUp) {
    onLink(false, heard);
    if (!gaveUp) return; // the browser itself tries again
    clearTimeout(again);
    again = setTimeout(retry, AGAIN_MS);
  }

  // A server that is there and wants its key is asked for the page that asks for it.
  async function retry() {
    try {
      const answer = await fetch("/lines?before=0", { cache: "no-store" });
      if (answer.status === 401) return location.reload();
    } catch {
      // Not there yet.
    }
    open();
  }

  function check() {
    if (Date.now() - heard < SILENT_MS) return;
    onLink(false, heard);
    heard = Date.now() - SILENT_MS + AGAIN_MS * 2;
    open();
  }

  setInterval(check, 2000);
  addEventListener("online", open);
  addEventListener("offline", () => onLink(false, heard));
  document.addEventListener("visibilitychange", () => document.hidden || check());
  addEventListener("pagehide", () => source?.close());
  addEventListener("pageshow", (event) => event.persisted && open());
  open();
}
