using System.Globalization;

namespace Payments.Security;

/// <summary>How much each caller may do in a window of time that moves with the clock.</summary>
public sealed class PaymentLimit
{
    /// <summary>The operations; they are counted together.</summary>
    public IList<PaymentAction> Actions { get; } = [];

    /// <summary>The limit holds for callers with one of these roles. None for every caller.</summary>
    public IList<string> Roles { get; } = [];

    /// <summary>The length of the window.</summary>
    public TimeSpan Period { get; set; }

    /// <summary>How often at most. Null for any number.</summary>
    public int? MaxCount { get; set; }

    /// <summary>
    /// How much at most, in major units, by currency code. None for any amount. Where there are some, an amount in another currency, or one that
    /// nobody knows, is refused.
    /// </summary>
    public IDictionary<string, decimal> MaxAmounts { get; } = new Dictionary<string, decimal>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The limit's own name in the store: the same in every process with the same options.</summary>
    internal string Name => field ??= string.Create(
        CultureInfo.InvariantCulture, $"{string.Join('+', Actions)}/{string.Join('+', Roles)}/{Period:c}");

    internal bool Fits(PaymentAction action, PaymentCaller? caller) =>
        Actions.Contains(action) && (Roles.Count == 0 || (caller is not null && caller.Roles.Any(Roles.Contains)));
}
