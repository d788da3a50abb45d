import { ActionIcon, Modal } from '@mantine/core'
import { useLingui } from '@lingui/react/macro'
import { ChevronLeft, ChevronRight, X } from 'lucide-react'
import { useState } from 'react'
import '~/theme/dialogs.css'
import { Facts } from './Facts'
import classes from './Lightbox.module.css'
import { NoPicture } from './NoPicture'
import type { Place } from './picture'
import { Stage } from './Stage'
import { useFocusReturn } from './useFocusReturn'
import { useLightboxKeys } from './useLightboxKeys'
import { usePictureActs } from './usePictureActs'

/** A picture at its own address, over the page that it was opened from. */
export function Lightbox({ place }: { place: Place }) {
  const { t } = useLingui()
  const { current, previous, next, close, go } = place
  const [comparing, setComparing] = useState(false)
  const acts = usePictureActs(place)
  const toPrevious = previous && (() => go(previous.key))
  const toNext = next && (() => go(next.key))
  useFocusReturn(current?.key)
  useLightboxKeys({
    ...(toPrevious && { ArrowLeft: toPrevious }),
    ...(toNext && { ArrowRight: toNext }),
    ...acts.keys,
  })
  const asset = current?.asset
  const [input] = current?.turn?.inputs ?? []
  return (
    <Modal.Root
      opened
      onClose={close}
      fullScreen
      size="100%"
      radius={0}
      returnFocus={false}
      classNames={{ content: classes.content, body: classes.body }}
    >
      <Modal.Content aria-label={t`Picture`}>
        <Modal.Body>
          <div className={classes.stage} data-alone={current === undefined || undefined}>
            {asset != null && (
              <Stage
                key={asset.id}
                asset={asset}
                prompt={current?.prompt ?? ''}
                input={comparing ? input : undefined}
                onSwipe={(by) => (by === 1 ? toNext?.() : toPrevious?.())}
              />
            )}
            {asset == null && <NoPicture place={place} />}
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
            <Facts picture={current} acts={acts} comparing={comparing} onCompare={setComparing} />
          )}
          <p className="visually-hidden" role="status">
            {current !== undefined && t`Picture: ${current.prompt.slice(0, 100)}`}
          </p>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}

const control = { variant: 'transparent', size: 44 } as const
