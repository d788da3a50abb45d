import { create, type Store } from './store'

/** A yes or no that belongs to this browser: how it is typed on, not who types. */
function preference(key: string): Store<boolean> {
  const store = create(read(key))
  return {
    ...store,
    set: (value) => {
      store.set(value)
      try {
        localStorage.setItem(key, value ? '1' : '0')
      } catch {
        return
      }
    },
  }
}

/** Enter alone sends the prompt; Shift+Enter begins a line. On a touch screen Enter always begins a line. */
export const enterSends = preference('nproxy.enter-sends')

/** No single letters as keys over a picture: whoever speaks to the computer would press them unawares. */
export const lettersOff = preference('nproxy.letters-off')

function read(key: string): boolean {
  try {
    return localStorage.getItem(key) === '1'
  } catch {
    return false
  }
}
