import { useRef, type ReactNode } from 'react'
import { Composer } from '~/features/composer/Composer'
import { ComposerProvider } from '~/features/composer/ComposerProvider'
import { DropArea } from '~/features/composer/DropArea'
import { AreaBoundary } from '~/features/shell/AreaBoundary'
import classes from './ChatScreen.module.css'

interface Props {
  conversationId: string | null
  children: ReactNode
  /** What opens over the conversation and feeds the same composer. */
  over?: ReactNode
}

/** A column that scrolls, and the composer beneath it. */
export function ChatScreen({ conversationId, children, over }: Props) {
  const textRef = useRef<HTMLTextAreaElement>(null)
  return (
    <ComposerProvider conversationId={conversationId} textRef={textRef}>
      <main className={classes.screen}>
        <AreaBoundary>{children}</AreaBoundary>
        <AreaBoundary>
          <Composer textRef={textRef} />
        </AreaBoundary>
      </main>
      <AreaBoundary>{over}</AreaBoundary>
      <DropArea />
    </ComposerProvider>
  )
}
