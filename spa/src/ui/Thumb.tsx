import { useEffect, useState, type ComponentProps } from 'react'
import { sessionGate } from '~/api/sessionGate'

/** Part of this page, as a file of its own would not come either. Its grey is seen on light and on dark. */
const SIGN = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" fill="none" stroke="#8b8782" stroke-width="2" ' +
    'stroke-linecap="round" stroke-linejoin="round"><path d="m2 2 20 20M10.4 10.4a2 2 0 1 1-2.8-2.8M13.5 13.5 6 21M18 12l3 3' +
    'M3.6 3.6A2 2 0 0 0 3 5v14a2 2 0 0 0 2 2h14a2 2 0 0 0 1.4-.6M21 15V5a2 2 0 0 0-2-2H9"/></svg>',
)}`

/** A small picture. One that didn't come is asked for anew when the network, the session or the reader is back. */
export function Thumb({ src, style, ...rest }: ComponentProps<'img'> & { src: string }) {
  const [failed, setFailed] = useState<string | null>(null)
  const missing = failed === src
  useEffect(() => {
    if (!missing) return
    const again = () => setFailed(null)
    const stop = sessionGate.subscribe(() => {
      if (!sessionGate.isClosed()) again()
    })
    window.addEventListener('online', again)
    window.addEventListener('focus', again)
    return () => {
      stop()
      window.removeEventListener('online', again)
      window.removeEventListener('focus', again)
    }
  }, [missing])
  if (missing) return <img {...rest} src={SIGN} style={{ ...style, objectFit: 'scale-down' }} />
  return <img {...rest} src={src} style={style} onError={() => setFailed(src)} />
}
