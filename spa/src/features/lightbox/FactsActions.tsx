import { Button } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { Copy, Download, ImageUp, RotateCcw, Star, Trash2 } from 'lucide-react'
import { downloadUrl } from '~/lib/download'
import { CompareButton } from './CompareButton'
import classes from './FactsActions.module.css'
import type { Picture } from './picture'
import type { PictureActs } from './usePictureActs'

interface Props {
  picture: Picture
  acts: PictureActs
  comparing: boolean
  onCompare: (comparing: boolean) => void
}

export function FactsActions({ picture, acts: { file, reuse }, comparing, onCompare }: Props) {
  const { asset, turn } = picture
  return (
    <div className={classes.actions}>
      {file !== null && asset !== null && (
        <>
          <Button
            component="a"
            href={downloadUrl(asset)}
            download
            loading={file.saving}
            leftSection={<Download size={16} />}
            className={classes.wide}
            onClick={(event) => {
              event.preventDefault()
              file.save()
            }}
          >
            <Trans>Download</Trans>
          </Button>
          <Button variant="default" leftSection={<ImageUp size={16} />} onClick={file.useAsInput}>
            <Trans>Use as input</Trans>
          </Button>
          <Button
            variant="default"
            leftSection={<Copy size={16} />}
            loading={file.copying}
            onClick={file.copy}
          >
            {file.copied ? <Trans>Copied</Trans> : <Trans>Copy image</Trans>}
          </Button>
          <Button
            variant="default"
            leftSection={<Star size={16} fill={file.starred ? 'currentColor' : 'none'} />}
            aria-pressed={file.starred}
            onClick={file.star}
          >
            <Trans>Star</Trans>
          </Button>
        </>
      )}
      <Button
        variant="default"
        leftSection={<RotateCcw size={16} />}
        disabled={reuse === null}
        onClick={() => reuse?.()}
      >
        <Trans>Reuse settings</Trans>
      </Button>
      {file !== null && (turn?.inputs.length ?? 0) > 0 && (
        <CompareButton comparing={comparing} onCompare={onCompare} className={classes.wide} />
      )}
      {file !== null && (
        <Button
          variant="subtle"
          color="gray"
          c="var(--np-red)"
          leftSection={<Trash2 size={16} />}
          className={classes.wide}
          onClick={file.remove}
        >
          <Trans>Delete</Trans>
        </Button>
      )}
    </div>
  )
}
