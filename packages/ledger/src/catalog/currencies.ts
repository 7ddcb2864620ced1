/**
 * Decimal digits of the minor unit of each currency of ISO 4217, as CLDR has them. Written down,
 * because amounts are stored in minor units: they must mean the same after an upgrade of Node, whose
 * own table changes. Loading that one also takes 8 MB of memory.
 */
export const CURRENCY_DIGITS: ReadonlyMap<string, number> = readDigits();

function readDigits(): Map<string, number> {
  const byDigits: Record<number, string> = {
    0:
      'AFN ALL BIF CLP COP DJF GNF HUF IDR IQD IRR ISK JPY KMF KPW KRW LAK LBP MGA MMK PKR ' +
      'PYG RWF SLL SOS SYP UGX VND VUV XAF XOF XPF YER',
    2:
      'AED AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD ' +
      'CAD CDF CHF CNY CRC CUC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS ' +
      'GIP GMD GTQ GYD HKD HNL HRK HTG ILS INR JMD KES KGS KHR KYD KZT LKR LRD LSL MAD MDL ' +
      'MKD MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PLN ' +
      'QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SRD SSP STN SVC SZL THB TJS TMT TOP ' +
      'TRY TTD TWD TZS UAH USD UYU UZS VES WST XCD XCG XDR XSU ZAR ZMW ZWG ZWL',
    3: 'BHD JOD KWD LYD OMR TND',
  };
  return new Map(
    Object.entries(byDigits).flatMap(([digits, codes]) =>
      codes.split(' ').map((code) => [code, Number(digits)] as const),
    ),
  );
}
