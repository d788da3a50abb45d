import { ActionIcon, Loader, Modal } from '@mantine/core'
import { useLingui } from '@lingui/react/macro'
import { ChevronLeft, ChevronRight, X } from 'lucide-react'
import { useState } from 'react'
import '~/theme/dialogs.css'
import { Facts } from './Facts'
import classes from './Lightbox.module.css'
import { MissingPicture } from './MissingPicture'
import { Stage } from './Stage'
import { useLightboxKeys } from './useLightboxKeys'
import { useLightboxNav } from './useLightboxNav'
import { usePictures } from './usePictures'

interface Props {
  conversationId: string
  imageId: string
}

/** A picture at its own address, over the conversation that it belongs to. */
export default function Lightbox({ conversationId, imageId }: Props) {
  const { t } = useLingui()
  const { current, previous, next, searching } = usePictures(conversationId, imageId)
  const { close, go } = useLightboxNav(conversationId)
  const [comparing, setComparing] = useState(false)
  const toPrevious = previous && (() => go(previous.generation.id))
  const toNext = next && (() => go(next.generation.id))
  useLightboxKeys({ previous: toPrevious, next: toNext })
  return (
    <Modal.Root
      opened
      onClose={close}
      fullScreen
      size="100%"
      radius={0}
      classNames={{ content: classes.content, body: classes.body }}
    >
      <Modal.Content aria-label={t`Picture`}>
        <Modal.Body>
          <div className={classes.stage}>
            {current !== undefined && (
              <Stage key={current.generation.id} picture={current} comparing={comparing} />
            )}
            {current === undefined &&
              (searching ? <Loader color="gray" /> : <MissingPicture onClose={close} />)}
            <ActionIcon
              {...control}
              className={classes.close}
              aria-label={t`Close`}
              onClick={close}
              data-autofocus
            >
              <X size={20} />
            </ActionIcon>
            {toPrevious && (
              <ActionIcon
                {...control}
                className={classes.previous}
                aria-label={t`Previous picture`}
                onClick={toPrevious}
              >
                <ChevronLeft size={24} />
              </ActionIcon>
            )}
            {toNext && (
              <ActionIcon {...control} className={classes.next} aria-label={t`Next picture`} onClick={toNext}>
                <ChevronRight size={24} />
              </ActionIcon>
            )}
          </div>
          {current !== undefined && (
            <Facts picture={current} comparing={comparing} onCompare={setComparing} onLeave={close} />
          )}
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}

const control = { variant: 'transparent', size: 44 } as const
