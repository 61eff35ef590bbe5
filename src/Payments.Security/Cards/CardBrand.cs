using System.Text.Json.Serialization;

namespace Payments.Security;

/// <summary>
/// A card brand: an open value, since providers name brands that this list does not. Two are equal when their names are, letter case aside. In JSON it is
/// its name.
/// </summary>
[JsonConverter(typeof(CardBrandJsonConverter))]
public readonly record struct CardBrand
{
    private readonly string? _name;

    /// <summary>Names a brand.</summary>
    /// <param name="name">A name such as <c>visa</c>; kept in lower case, white space around it dropped.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty or only white space.</exception>
    public CardBrand(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        _name = name.Trim().ToLowerInvariant();
    }

    /// <summary>The brand could not be told; also the default value.</summary>
    public static CardBrand Unknown { get; } = new("unknown");

    /// <summary>Visa.</summary>
    public static CardBrand Visa { get; } = new("visa");

    /// <summary>Mastercard.</summary>
    public static CardBrand Mastercard { get; } = new("mastercard");

    /// <summary>American Express.</summary>
    public static CardBrand AmericanExpress { get; } = new("american_express");

    /// <summary>Discover.</summary>
    public static CardBrand Discover { get; } = new("discover");

    /// <summary>Diners Club.</summary>
    public static CardBrand DinersClub { get; } = new("diners_club");

    /// <summary>JCB, of Japan.</summary>
    public static CardBrand Jcb { get; } = new("jcb");

    /// <summary>UnionPay, of China.</summary>
    public static CardBrand UnionPay { get; } = new("unionpay");

    /// <summary>Maestro.</summary>
    public static CardBrand Maestro { get; } = new("maestro");

    /// <summary>Elo, of Brazil.</summary>
    public static CardBrand Elo { get; } = new("elo");

    /// <summary>Hipercard, of Brazil.</summary>
    public static CardBrand Hipercard { get; } = new("hipercard");

    /// <summary>Mir, of Russia.</summary>
    public static CardBrand Mir { get; } = new("mir");

    /// <summary>Troy, of Türkiye.</summary>
    public static CardBrand Troy { get; } = new("troy");

    /// <summary>RuPay, of India.</summary>
    public static CardBrand RuPay { get; } = new("rupay");

    /// <summary>
    /// BC Card, of Korea. Never told from a number, since a range alone does not separate it from other issuers (see <see cref="KoreanLocal"/>);
    /// it is here for what providers answer.
    /// </summary>
    public static CardBrand BcCard { get; } = new("bccard");

    /// <summary>A card of a Korean issuer, BC Card among them, that is valid in Korea only.</summary>
    public static CardBrand KoreanLocal { get; } = new("korean_local");

    /// <summary>The name in lower case.</summary>
    public string Name => _name ?? "unknown";

    /// <summary>Says whether two brands have the same name.</summary>
    /// <param name="other">The other brand.</param>
    /// <returns>Whether they are equal.</returns>
    public bool Equals(CardBrand other) => string.Equals(Name, other.Name, StringComparison.Ordinal);

    /// <inheritdoc />
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Name);

    /// <summary>The name.</summary>
    /// <returns>The name in lower case.</returns>
    public override string ToString() => Name;
}
