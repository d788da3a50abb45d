import { expect, it } from 'vitest'
import { coinAmount, formatPrice, roughly } from './price'

it('tells a price exactly, whatever its size', () => {
  expect(formatPrice({ amount: '9.00', currency: 'USD' })).toBe('$9.00')
  expect(formatPrice({ amount: '90071992547409931.25', currency: 'USD' })).toBe('$90,071,992,547,409,931.25')
  expect(formatPrice({ amount: '500', currency: 'JPY' })).toBe('JP¥500')
  expect(formatPrice({ amount: '9.00', currency: 'POINTS' })).toBe('9.00 POINTS')
})

it('never rounds what is to be sent', () => {
  expect(coinAmount('0.000000000000000001', 'ETH')).toBe('0.000000000000000001 ETH')
})

it.each([
  ['9.000123456789', '9.0001'],
  ['0.00009841234', '0.000098412'],
  ['123456.789', '123456'],
  ['0.1000000', '0.1'],
  ['12', '12'],
  ['0.0', '0'],
])('is about: %s is %s', (amount, rough) => {
  expect(roughly(amount)).toBe(rough)
})
