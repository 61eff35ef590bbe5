using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>
/// What Adyen's component would give as <c>paymentMethod</c>, for direct payments. Other types work as well: what they do follows from their type.
/// </summary>
public static class AdyenTestMethods
{
    internal const string ChallengedCard = "test_4212345678901237";
    internal const string ComponentCard = "test_4917610000000000";

    /// <summary>A card that is authorised at once.</summary>
    public static string Card { get; } = CardOf("test_4111111111111111");

    /// <summary>A card whose bank wants to see the payer on its page first.</summary>
    public static string CardWithRedirect { get; } = CardOf(ChallengedCard);

    /// <summary>A card whose bank wants to see the payer inside of Adyen's component first.</summary>
    public static string CardWithComponent { get; } = CardOf(ComponentCard);

    /// <summary>A payment at the payer's bank, reached by a redirect.</summary>
    public static string Ideal { get; } = """{"type":"ideal"}""";

    /// <summary>A direct debit: received now, decided later.</summary>
    public static string SepaDirectDebit { get; } = """{"type":"sepadirectdebit","iban":"NL13TEST0123456789","ownerName":"A. Schneider"}""";

    /// <summary>A QR code that the payer scans.</summary>
    public static string Pix { get; } = """{"type":"pix"}""";

    /// <summary>A voucher that the payer pays at a machine.</summary>
    public static string Multibanco { get; } = """{"type":"multibanco"}""";

    /// <summary>A payment that the payer agrees to on a phone.</summary>
    public static string Blik { get; } = """{"type":"blik","blikCode":"777987"}""";

    /// <summary>A card that is refused. The code is this simulator's own way to ask for a refusal, in the card holder's name.</summary>
    /// <param name="refusalReasonCode">Adyen's code of the reason.</param>
    /// <returns>The payment method.</returns>
    public static string RefusedCard(int refusalReasonCode = 2) =>
        CardOf("test_4111111111111111", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"REFUSED {refusalReasonCode}"));

    private static string CardOf(string number, string? holder = null)
    {
        var card = new JsonObject
        {
            ["type"] = "scheme",
            ["encryptedCardNumber"] = number,
            ["encryptedExpiryMonth"] = "test_03",
            ["encryptedExpiryYear"] = "test_2030",
            ["encryptedSecurityCode"] = "test_737",
        };
        if (holder is not null)
            card["holderName"] = holder;
        return card.ToJsonString();
    }
}
