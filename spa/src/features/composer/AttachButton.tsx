import { ActionIcon } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useLingui } from '@lingui/react/macro'
import { ImagePlus } from 'lucide-react'
import { lazy, Suspense, useRef, type ChangeEvent } from 'react'
import { useOpener } from '~/ui/useOpener'
import { useWanted } from '~/ui/useWanted'
import { useComposer } from './ComposerContext'

const AttachMenu = lazy(() => import('./AttachMenu'))
const YourPictures = lazy(() => import('./YourPictures'))

const ACCEPTED = 'image/png,image/jpeg,image/webp,image/heic,image/heif'

/** Every way to attach a picture that is not a drop or a paste. */
export function AttachButton() {
  const { t } = useLingui()
  const { addFiles, model } = useComposer()
  const picker = useRef<HTMLInputElement>(null)
  const camera = useRef<HTMLInputElement>(null)
  const { button, menu, wanted } = useOpener('menu')
  const [choosing, library] = useDisclosure(false)
  const libraryWanted = useWanted(choosing)
  if (model?.inputs_max === 0) return null
  const take = (event: ChangeEvent<HTMLInputElement>) => {
    addFiles([...(event.currentTarget.files ?? [])])
    // The same file chosen again is a change again.
    event.currentTarget.value = ''
  }
  return (
    <>
      <ActionIcon
        {...button}
        variant="subtle"
        color="gray"
        c="var(--np-text)"
        size={36}
        aria-label={t`Attach pictures (or drop, or paste)`}
        data-hint={menu.opened ? undefined : 'top-start'}
      >
        <ImagePlus size={18} />
      </ActionIcon>
      <Suspense>
        {wanted && (
          <AttachMenu
            {...menu}
            onPick={() => picker.current?.click()}
            onCamera={() => camera.current?.click()}
            onLibrary={library.open}
          />
        )}
      </Suspense>
      {/* Of its own: while the dialog is fetched, the menu has to go on closing. */}
      <Suspense>{libraryWanted && <YourPictures opened={choosing} onClose={library.close} />}</Suspense>
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        accept={ACCEPTED}
        data-testid="picker"
        onChange={take}
      />
      <input
        ref={camera}
        type="file"
        hidden
        accept="image/*"
        capture="environment"
        data-testid="camera"
        onChange={take}
      />
    </>
  )
}
