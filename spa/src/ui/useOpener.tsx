import { useId, useLayoutEffect, useState, type ReactElement, type RefCallback } from 'react'
import { useWanted } from './useWanted'

/** What a menu that comes later gets from the button that opens it. */
export interface Opened {
  /** The button's; Mantine names what opens after it. */
  id: string
  opened: boolean
  onChange: (opened: boolean) => void
  /** Stands where Mantine expects the button. */
  target: ReactElement
}

/**
 * A button whose menu is fetched with the first press: menus bring the code that places them, which is a good part of
 * what the page would have to load before it shows.
 */
export function useOpener(popup: 'menu' | 'dialog') {
  const [element, setElement] = useState<HTMLElement | null>(null)
  const [opened, setOpened] = useState(false)
  const id = useId()
  const menu: Opened = { id, opened, onChange: setOpened, target: <StandIn of={element} /> }
  const button = {
    id,
    ref: setElement as RefCallback<HTMLElement>,
    'aria-haspopup': popup,
    'aria-expanded': opened,
    onClick: () => setOpened(!opened),
  }
  return { button, menu, wanted: useWanted(opened) }
}

/** Hands an element that is drawn elsewhere to whoever asks for the ref of its child. */
function StandIn({ of, ref }: { of: HTMLElement | null; ref?: RefCallback<HTMLElement> }) {
  useLayoutEffect(() => {
    ref?.(of)
  }, [of, ref])
  return null
}
