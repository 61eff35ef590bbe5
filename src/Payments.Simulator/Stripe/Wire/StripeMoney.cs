namespace Payments.Simulator;

/// <summary>Stripe's rules for amounts and currencies.</summary>
internal static class StripeMoney
{
    private const long MaxAmount = 999_999_999_999;

    private static readonly HashSet<string> Currencies =
    [
        .. ("aed afn all amd ang aoa ars aud awg azn bam bbd bdt bif bmd bnd bob brl bsd bwp byn bzd cad cdf chf clp cny cop crc cve "
            + "czk djf dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gnf gtq gyd hkd hnl htg huf idr ils inr isk jmd jpy kes kgs khr "
            + "kmf krw kyd kzt lak lbp lkr lrd lsl mad mdl mga mkd mmk mnt mop mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd pab pen "
            + "pgk php pkr pln pyg qar ron rsd rub rwf sar sbd scr sek sgd shp sle sos srd std szl thb tjs top try ttd twd tzs uah ugx "
            + "usd uyu uzs vnd vuv wst xaf xcd xcg xof xpf yer zar zmw bhd jod kwd omr tnd").Split(' '),
    ];

    private static readonly Dictionary<string, long> Minimums = new(StringComparer.Ordinal)
    {
        ["usd"] = 50, ["aed"] = 200, ["aud"] = 50, ["brl"] = 50, ["cad"] = 50, ["chf"] = 50, ["czk"] = 1500, ["dkk"] = 250,
        ["eur"] = 50, ["gbp"] = 30, ["hkd"] = 400, ["huf"] = 17500, ["inr"] = 50, ["jpy"] = 50, ["krw"] = 50,
        ["mxn"] = 1000, ["myr"] = 200, ["nok"] = 300, ["nzd"] = 50, ["pln"] = 200, ["ron"] = 200, ["sek"] = 300, ["sgd"] = 50, ["thb"] = 1000,
    };

    /// <summary>The amount's last digits that have to be zero: whole units of ISK and UGX, tens of the three-decimal currencies.</summary>
    private static readonly Dictionary<string, long> Multiples = new(StringComparer.Ordinal)
    {
        ["isk"] = 100, ["ugx"] = 100, ["bhd"] = 10, ["jod"] = 10, ["kwd"] = 10, ["omr"] = 10, ["tnd"] = 10,
    };

    public static bool IsCurrency(string text) => Currencies.Contains(text);

    /// <summary>Refuses an amount that cannot be charged in its currency.</summary>
    public static void CheckCharge(long amount, string currency, string param = "amount")
    {
        CheckUnit(amount, currency, param);
        if (amount > MaxAmount)
            throw StripeRefusal.Parameter("amount_too_large", "Amount must be no more than 9,999,999,999.99.", param);
        if (Minimums.TryGetValue(currency, out var minimum) && amount < minimum)
            throw StripeRefusal.Parameter(
                "amount_too_small", $"Amount must convert to at least {minimum} of the smallest unit of {currency}.", param);
    }

    /// <summary>Refuses an amount that is finer than its currency allows.</summary>
    public static void CheckUnit(long amount, string currency, string param = "amount")
    {
        if (Multiples.TryGetValue(currency, out var multiple) && amount % multiple != 0)
            throw StripeRefusal.Parameter(
                "invalid_charge_amount_no_decimal_compatible",
                $"Invalid {currency.ToUpperInvariant()} amount: it must be a multiple of {multiple}.",
                param);
    }
}
