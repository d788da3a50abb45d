import '@mantine/core/styles/PasswordInput.layer.css'
import { PasswordInput, type PasswordInputProps } from '@mantine/core'
import { useLingui } from '@lingui/react/macro'
import type { ChangeEvent } from 'react'
import { useState } from 'react'
import { LengthRule } from './LengthRule'

interface Props extends PasswordInputProps {
  /** Tells password managers whether to offer a stored password or a fresh one. */
  kind: 'current-password' | 'new-password'
}

/** A fresh password says while it is typed whether it is long enough. */
export function PasswordField({ kind, onChange, ...props }: Props) {
  const { t } = useLingui()
  const [typed, setTyped] = useState('')
  const change = (event: ChangeEvent<HTMLInputElement>) => {
    setTyped(event.currentTarget.value)
    onChange?.(event)
  }
  return (
    <PasswordInput
      label={t`Password`}
      autoComplete={kind}
      size="md"
      visibilityToggleButtonProps={{ 'aria-label': t`Show the password`, tabIndex: 0 }}
      {...props}
      {...(kind === 'new-password' && { description: <LengthRule password={typed} /> })}
      onChange={change}
    />
  )
}
