import { TextInput, type TextInputProps } from '@mantine/core'
import { useLingui } from '@lingui/react/macro'

interface Props extends TextInputProps {
  recovery?: boolean
}

/** Six digits of the device, or one of the codes that were saved for the day it is lost. */
export function CodeField({ recovery = false, ...props }: Props) {
  const { t } = useLingui()
  return (
    <TextInput
      name="code"
      size="md"
      label={recovery ? t`Recovery code` : t`Code`}
      description={
        recovery ? t`One of those you saved. It works once.` : t`The six digits that your device shows now.`
      }
      autoComplete={recovery ? 'off' : 'one-time-code'}
      inputMode={recovery ? 'text' : 'numeric'}
      maxLength={recovery ? 40 : 7}
      spellCheck={false}
      required
      withAsterisk={false}
      {...props}
    />
  )
}

/** As it is sent: people put a space into the middle of six digits. */
export function cleanCode(typed: string): string {
  return typed.replaceAll(/\s/g, '')
}
