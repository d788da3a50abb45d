import { Button, Text } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { ImageOff } from 'lucide-react'
import classes from './MissingPicture.module.css'

interface Props {
  onClose?: () => void
  /** Of the button that closes. */
  words?: string
}

export function MissingPicture({ onClose, words }: Props) {
  return (
    <div className={classes.missing} role="alert">
      <ImageOff size={28} aria-hidden />
      <Text>
        <Trans>This picture is no longer stored.</Trans>
      </Text>
      {onClose !== undefined && (
        <Button variant="white" color="dark" onClick={onClose}>
          {words}
        </Button>
      )}
    </div>
  )
}
