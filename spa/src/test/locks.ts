interface Waiting {
  grant: () => Promise<unknown>
  resolve: (value: unknown) => void
  reject: (error: unknown) => void
}

/** Web Locks of one name, as browsers have them and jsdom doesn't: first come, first served, and may be stolen. */
export function playLocks(): LockManager {
  const line: Waiting[] = []
  let holder: Waiting | null = null

  const next = () => {
    holder = line.shift() ?? null
    if (holder !== null) hold(holder)
  }
  const hold = (one: Waiting) => {
    void one.grant().then((value) => {
      one.resolve(value)
      if (holder === one) next()
    })
  }
  const request = (_: string, how: LockOptions, grant: () => Promise<unknown>) =>
    new Promise((resolve, reject) => {
      const one = { grant, resolve, reject }
      how.signal?.addEventListener('abort', () => {
        const at = line.indexOf(one)
        if (at === -1) return
        line.splice(at, 1)
        reject(new DOMException('Aborted', 'AbortError'))
      })
      if (how.steal === true) {
        holder?.reject(new DOMException('Stolen', 'AbortError'))
        holder = one
        hold(one)
      } else {
        line.push(one)
        if (holder === null) next()
      }
    })
  return { request } as unknown as LockManager
}
