using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>What is charged: a test token of Square's sandbox, a card on file, cash, or something outside.</summary>
/// <param name="Type">The payment's <c>source_type</c>.</param>
/// <param name="Brand">The brand of a card, a wallet or a later payment.</param>
/// <param name="CardType">The funding of a card.</param>
internal sealed record SquareSource(string Type, string Brand = "", string CardType = "CREDIT")
{
    public const string Visa = "cnon:card-nonce-ok";
    public const string Declined = "cnon:card-nonce-declined";
    public const string Bank = "bnon:bank-nonce-ok";
    public const string GiftCard = "cnon:gift-card-nonce-ok";
    public const string OnFile = "ccof:";
    public const string Cash = "CASH";
    public const string External = "EXTERNAL";

    // This simulator's own: any code of a decline, any wallet, any later payment.
    private const string DeclineForm = "cnon:decline-";
    private const string WalletForm = "wnon:";
    private const string LaterForm = "bnpl:";

    private static readonly Dictionary<string, SquareSource> Known = new(StringComparer.Ordinal)
    {
        [Visa] = new("CARD", "VISA"),
        ["cnon:card-nonce-debit"] = new("CARD", "MASTERCARD", "DEBIT"),
        ["cnon:card-nonce-interac"] = new("CARD", "INTERAC", "DEBIT"),
        [Declined] = new("CARD", "VISA") { Decline = "GENERIC_DECLINE" },
        ["cnon:card-nonce-rejected-cvv"] = new("CARD", "VISA") { Decline = "CVV_FAILURE" },
        ["cnon:card-nonce-rejected-postalcode"] = new("CARD", "VISA") { Decline = "ADDRESS_VERIFICATION_FAILURE" },
        ["cnon:card-nonce-rejected-expiration"] = new("CARD", "VISA") { Decline = "INVALID_EXPIRATION" },
        [GiftCard] = new("CARD", "SQUARE_GIFT_CARD", "UNKNOWN_CARD_TYPE"),
        ["cnon:gift-card-nonce-insufficient-funds"] = new("CARD", "SQUARE_GIFT_CARD", "UNKNOWN_CARD_TYPE") { Decline = "INSUFFICIENT_FUNDS", Available = 100 },
        [Bank] = new("BANK_ACCOUNT"),
        ["bnon:bank-nonce-insufficient-funds"] = new("BANK_ACCOUNT") { BouncesWith = "INSUFFICIENT_FUNDS" },
        [Cash] = new("CASH"),
        [External] = new("EXTERNAL"),
    };

    /// <summary>The code of the decline; null when it pays.</summary>
    public string? Decline { get; init; }

    /// <summary>What is left on a gift card that has too little.</summary>
    public long? Available { get; init; }

    /// <summary>Why a bank gives the money back days later; null when it does not.</summary>
    public string? BouncesWith { get; init; }

    /// <summary>Whether the money comes days later.</summary>
    public bool IsDelayed => Type is "BANK_ACCOUNT";

    /// <summary>Whether a refund wants the card at a Terminal.</summary>
    public bool WantsPresence => Brand is "INTERAC";

    /// <summary>The source of a token; null for one that nobody made.</summary>
    public static SquareSource? Find(string token) =>
        Known.TryGetValue(token, out var known) ? known
        : token.StartsWith(OnFile, StringComparison.Ordinal) ? Known[Visa]
        : After(token, DeclineForm) is { } code ? new("CARD", "VISA") { Decline = code }
        : After(token, WalletForm) is { } wallet ? new("WALLET", wallet)
        : After(token, LaterForm) is { } later ? new("BUY_NOW_PAY_LATER", later)
        : null;

    public static SquareSource Declining(string? code) => code is null ? Known[Declined] : new("CARD", "VISA") { Decline = code };

    /// <summary>The errors of the decline.</summary>
    public JsonArray Errors()
    {
        JsonArray errors = [SquareRefusal.Error(SquareRefusal.Method, Decline!, $"Authorization error: '{Decline}'")];
        if (Available is { } balance)
            errors.Add(SquareRefusal.Error(SquareRefusal.Method, "GIFT_CARD_AVAILABLE_AMOUNT", SquareShapes.Text(balance)));
        return errors;
    }

    /// <summary>The payment's member that describes it.</summary>
    public (string Name, JsonNode Details)? Details(string cardStatus, JsonObject timeline, JsonArray? errors) => Type switch
    {
        "CARD" => ("card_details", Card(cardStatus, timeline, errors)),
        "WALLET" => ("wallet_details", new JsonObject { ["brand"] = Brand, ["status"] = cardStatus }),
        "BUY_NOW_PAY_LATER" => ("buy_now_pay_later_details", new JsonObject { ["brand"] = Brand }),
        "BANK_ACCOUNT" => ("bank_account_details", Account(errors)),
        _ => null,
    };

    private static JsonObject Account(JsonArray? errors)
    {
        var account = new JsonObject { ["transfer_type"] = "ACH", ["account_ownership_type"] = "INDIVIDUAL", ["country"] = "US" };
        if (errors is not null)
            account["errors"] = errors;
        return account;
    }

    private JsonObject Card(string status, JsonObject timeline, JsonArray? errors)
    {
        var details = new JsonObject
        {
            ["auth_result_code"] = "vNEn2f",
            ["avs_status"] = "AVS_ACCEPTED",
            ["card"] = new JsonObject
            {
                ["bin"] = "411111",
                ["card_brand"] = Brand,
                ["card_type"] = CardType,
                ["exp_month"] = 11,
                ["exp_year"] = 2032,
                ["fingerprint"] = "sq-1-simulator",
                ["last_4"] = "1111",
                ["prepaid_type"] = "NOT_PREPAID",
            },
            ["card_payment_timeline"] = timeline,
            ["cvv_status"] = "CVV_ACCEPTED",
            ["entry_method"] = "KEYED",
            ["statement_description"] = "SQ *SIMULATOR",
            ["status"] = status,
        };
        if (WantsPresence)
            details["refund_requires_card_presence"] = true;
        if (errors is not null)
            details["errors"] = errors;
        return details;
    }

    private static string? After(string token, string start) =>
        token.Length > start.Length && token.StartsWith(start, StringComparison.Ordinal) ? token[start.Length..] : null;
}
