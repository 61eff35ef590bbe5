namespace Payments.Simulator;

/// <summary>The kinds of things that a payer can do.</summary>
public enum PayerActionKind
{
    /// <summary>Pays, or passes the challenge that is being asked for.</summary>
    Pay,

    /// <summary>Tries to pay and is declined, or fails the challenge.</summary>
    Decline,

    /// <summary>Goes back to the shop without paying.</summary>
    Cancel,

    /// <summary>
    /// Pays by a method whose money arrives later; <see cref="ProviderSimulator.SettlePendingAsync"/> decides how that ends.
    /// </summary>
    PayLate,

    /// <summary>Pays another amount than was asked for.</summary>
    PayWrongAmount,

    /// <summary>Chooses a card whose bank wants a challenge and stops in front of it.</summary>
    StartChallenge,
}

/// <summary>One thing that the payer does.</summary>
/// <param name="Kind">What is done.</param>
public sealed record PayerAction(PayerActionKind Kind)
{
    /// <summary>
    /// The provider's name of the method that the payer chooses (Stripe: a test method such as <c>pm_card_visa_debit</c> or a type such as
    /// <c>konbini</c>).
    /// </summary>
    public string? Method { get; init; }

    /// <summary>The provider's code of a decline.</summary>
    public string? Code { get; init; }

    /// <summary>The amount that is paid instead, in the unit of the provider's wire.</summary>
    public decimal? Amount { get; init; }

    /// <summary>Where the page's script asks the payer to be sent back to, where a client SDK and not the server says so.</summary>
    public string? ReturnUrl { get; init; }

    /// <summary>
    /// What the page's script is called with, where the provider hears of the payment from that script only. Null where it knows the payment already.
    /// </summary>
    public Sensitive<string>? SdkParameters { get; init; }

    /// <summary>The fields of the form that the page posts, where the provider hears of the payment from that form only. Null where it knows it already.</summary>
    public IReadOnlyDictionary<string, string>? FormFields { get; init; }

    /// <summary>Pays at once.</summary>
    public static PayerAction Pay { get; } = new(PayerActionKind.Pay);

    /// <summary>Goes back without paying.</summary>
    public static PayerAction Cancel { get; } = new(PayerActionKind.Cancel);

    /// <summary>Pays by a method whose money arrives later.</summary>
    public static PayerAction PayLate { get; } = new(PayerActionKind.PayLate);

    /// <summary>Stops in front of the bank's challenge.</summary>
    public static PayerAction StartChallenge { get; } = new(PayerActionKind.StartChallenge);

    /// <summary>Pays with one method.</summary>
    /// <param name="method">The provider's name of the method.</param>
    /// <returns>The action.</returns>
    public static PayerAction PayWith(string method) => new(PayerActionKind.Pay) { Method = method };

    /// <summary>Is declined.</summary>
    /// <param name="code">The provider's code; null for its ordinary one.</param>
    /// <returns>The action.</returns>
    public static PayerAction Decline(string? code = null) => new(PayerActionKind.Decline) { Code = code };

    /// <summary>Pays another amount.</summary>
    /// <param name="amount">The amount, in the unit of the provider's wire.</param>
    /// <returns>The action.</returns>
    public static PayerAction PayWrongAmount(decimal amount) => new(PayerActionKind.PayWrongAmount) { Amount = amount };
}

/// <summary>Where the payer's browser is sent after an action.</summary>
/// <param name="Url">The shop's address with what the provider adds to it, or null when the payer stays on the provider's page.</param>
public sealed record PayerReturn(Uri? Url)
{
    /// <summary>The payer is not sent anywhere.</summary>
    public static PayerReturn None { get; } = new((Uri?)null);

    /// <summary>The browser's method, <c>GET</c> or <c>POST</c>.</summary>
    public string Method { get; init; } = "GET";

    /// <summary>The form fields of a <c>POST</c>.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
