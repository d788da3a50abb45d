/** How one turn of a thread has changed. */
export interface Change {
  /** Where it begins now, in pixels from the top of all that can be scrolled. */
  top: number
  was: number
  now: number
}

/** By how much to scroll so that what is on screen stays where it is: all that changed above it counts. */
export function corrections(changes: Change[], scrollTop: number): number {
  let before = 0
  let above = 0
  for (const { top, was, now } of changes.toSorted((a, b) => a.top - b.top)) {
    const bottomWas = top - before + was
    before += now - was
    if (bottomWas <= scrollTop) above += now - was
  }
  return above
}

/** Remembers how high each turn is and tells when that changes. */
export class Heights {
  private readonly known = new WeakMap<Element, number>()
  private observer: ResizeObserver | null = null
  private waiting: Element[] = []

  watch(elements: Iterable<Element>): void {
    for (const element of elements) {
      if (this.known.has(element)) continue
      this.known.set(element, element.getBoundingClientRect().height)
      if (this.observer === null) this.waiting.push(element)
      else this.observer.observe(element)
    }
  }

  /** The scroller's own changes are told, too, as a change of nothing: a keyboard that comes up makes it lower. */
  listen(scroller: Element, tell: (changes: Change[]) => void): () => void {
    const observer = new ResizeObserver((entries) => {
      const start = scroller.getBoundingClientRect().top - scroller.scrollTop
      const changes = entries.flatMap(({ target }) => {
        const { top, height } = target.getBoundingClientRect()
        const was = this.known.get(target)
        if (was === undefined || was === height || !target.isConnected) return []
        this.known.set(target, height)
        return [{ top: top - start, was, now: height }]
      })
      if (changes.length > 0 || entries.some(({ target }) => target === scroller)) tell(changes)
    })
    this.observer = observer
    observer.observe(scroller)
    for (const element of this.waiting.splice(0)) observer.observe(element)
    return () => {
      observer.disconnect()
      this.observer = null
    }
  }
}
