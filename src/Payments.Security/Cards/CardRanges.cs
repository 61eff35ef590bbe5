using static Payments.Security.CardBrand;

namespace Payments.Security;

/// <summary>
/// Which first six digits, number of digits and check digit belong to which brand. Ranges overlap; the first row that fits wins, so the special
/// ones stand first.
/// </summary>
internal static class CardRanges
{
    private static readonly CardRange[] Table =
    [
        .. Of(Elo, [16], (401178, 401179), (438935, 438935), (451416, 451416), (457393, 457393), (457631, 457632), (504175, 504175),
            (506699, 506778), (509000, 509999), (627780, 627780), (636297, 636297), (636368, 636368), (650031, 650033), (650035, 650051),
            (650405, 650439), (650485, 650538), (650541, 650598), (650700, 650718), (650720, 650727), (650901, 650978), (651652, 651679),
            (655000, 655019), (655021, 655058)),
        .. Of(Hipercard, [16, 19], (606282, 606282)),
        .. Of(Hipercard, [19], (384100, 384199)),
        .. Of(RuPay, [16], (508500, 508999), (606985, 607984), (608001, 608500), (652150, 653149), (817200, 820199)),
        .. Of(Mir, [16, 17, 18, 19], (220000, 220499)),
        .. Of(Troy, [16], (979200, 979299)),
        .. Of(Maestro, [12, 13, 14, 15, 16, 17, 18, 19], (493698, 493698)),
        .. Of(AmericanExpress, [15], (340000, 349999), (370000, 379999)),
        .. Of(Jcb, [16, 17, 18, 19], (352800, 358999)),
        .. Of(Jcb, [15], (180000, 180099), (213100, 213199)),
        .. Of(DinersClub, [14, 15, 16, 17, 18, 19], (300000, 305999), (309500, 309599), (360000, 369999), (380000, 399999)),
        .. Of(Visa, [13, 16, 18, 19], (400000, 499999)),
        .. Of(Mastercard, [16], (222100, 272099), (510000, 559999)),
        .. Of(Discover, [16, 17, 18, 19], (601100, 601199), (644000, 659999)),
        .. WithoutCheckDigit(UnionPay, [14, 15, 16, 17, 18, 19], (620000, 629999), (810000, 817199)),
        .. Of(Maestro, [12, 13, 14, 15, 16, 17, 18, 19], (500000, 509999), (560000, 599999), (630000, 639999), (670000, 679999)),
        .. WithoutCheckDigit(KoreanLocal, [16], (940000, 949999)),
    ];

    private static readonly CardRange Other = new(0, 999999, Unknown, [12, 13, 14, 15, 16, 17, 18, 19], NeedsLuhn: true);

    /// <summary>The row for a number, or null when its first digits belong to brands that have no number of that length.</summary>
    public static CardRange? Find(int bin, int length)
    {
        var known = false;
        foreach (var range in Table)
        {
            if (bin < range.First || bin > range.Last)
                continue;
            if (range.Lengths.Contains(length))
                return range;
            known = true;
        }

        return known || !Other.Lengths.Contains(length) ? null : Other;
    }

    private static IEnumerable<CardRange> Of(CardBrand brand, int[] lengths, params (int First, int Last)[] ranges) =>
        ranges.Select(range => new CardRange(range.First, range.Last, brand, lengths, NeedsLuhn: true));

    private static IEnumerable<CardRange> WithoutCheckDigit(CardBrand brand, int[] lengths, params (int First, int Last)[] ranges) =>
        ranges.Select(range => new CardRange(range.First, range.Last, brand, lengths, NeedsLuhn: false));
}

internal sealed record CardRange(int First, int Last, CardBrand Brand, int[] Lengths, bool NeedsLuhn);
