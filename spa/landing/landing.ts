// Everything on this page is HTML. What is left: a language that was chosen here is the app's too.
const { searchParams } = new URL(location.href)

if (searchParams.has('lang')) {
  try {
    localStorage.setItem('nproxy.language', document.documentElement.lang)
  } catch {
    // Storage may be blocked; then the app asks the browser.
  }
}
