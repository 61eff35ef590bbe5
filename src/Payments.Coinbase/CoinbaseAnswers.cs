using System.Collections.Frozen;
using Payments.Http;

namespace Payments.Coinbase;

/// <summary>What the answers of both APIs have in common.</summary>
internal static class CoinbaseAnswers
{
    /// <summary>The page that the payer is sent to. Null for an address that is none.</summary>
    internal static RedirectAction? Page(string? url) => Uri.TryCreate(url, UriKind.Absolute, out var page) ? new RedirectAction(page) : null;

    /// <summary>What failed on the chain. Only onchain charges say why, in words of the contract's.</summary>
    internal static PaymentError Failure(string? status, string? reason = null) =>
        PaymentErrors.Create(PaymentErrorKind.Declined, PaymentErrorCode.ProcessingError, status, reason);

    /// <summary>The host's own entries out of an answer.</summary>
    internal static IReadOnlyDictionary<string, string> HostMetadata(IReadOnlyDictionary<string, string>? metadata)
    {
        Dictionary<string, string>? host = null;
        foreach (var (key, value) in metadata ?? FrozenDictionary<string, string>.Empty)
        {
            if (!CoinbaseDefaults.OwnKeys.Contains(key))
                (host ??= new Dictionary<string, string>(StringComparer.Ordinal))[key] = value;
        }

        return host ?? (IReadOnlyDictionary<string, string>)FrozenDictionary<string, string>.Empty;
    }
}
