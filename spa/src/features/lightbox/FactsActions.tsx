import { Button } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { Blend, Copy, Download, ImageUp } from 'lucide-react'
import { useComposer } from '~/features/composer/ComposerContext'
import { downloadUrl } from '~/lib/download'
import classes from './FactsActions.module.css'
import { useCopyImage } from './useCopyImage'
import type { Picture } from './usePictures'

interface Props {
  picture: Picture
  comparing: boolean
  onCompare: (comparing: boolean) => void
  onLeave: () => void
}

export function FactsActions({ picture, comparing, onCompare, onLeave }: Props) {
  const composer = useComposer()
  const copy = useCopyImage(picture.asset)
  const useAsInput = () => {
    onLeave()
    composer.useAsInput(picture.asset)
  }
  return (
    <div className={classes.actions}>
      <Button component="a" href={downloadUrl(picture.asset)} download leftSection={<Download size={16} />}>
        <Trans>Download</Trans>
      </Button>
      <Button variant="default" leftSection={<ImageUp size={16} />} onClick={useAsInput}>
        <Trans>Use as input</Trans>
      </Button>
      <Button
        variant="default"
        leftSection={<Copy size={16} />}
        loading={copy.isPending}
        onClick={() => copy.mutate()}
      >
        {copy.isSuccess ? <Trans>Copied</Trans> : <Trans>Copy image</Trans>}
      </Button>
      {picture.turn.inputs.length > 0 && (
        <Button
          variant="default"
          leftSection={<Blend size={16} />}
          aria-pressed={comparing}
          className={classes.compare}
          onPointerDown={() => onCompare(true)}
          onPointerUp={() => onCompare(false)}
          onPointerLeave={() => onCompare(false)}
          onPointerCancel={() => onCompare(false)}
          onKeyDown={(event) => {
            if (event.key === ' ' || event.key === 'Enter') onCompare(true)
          }}
          onKeyUp={() => onCompare(false)}
          onBlur={() => onCompare(false)}
        >
          <Trans>Hold to see the input</Trans>
        </Button>
      )}
    </div>
  )
}
