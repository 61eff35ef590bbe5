using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Payments.Security;

/// <summary>
/// A vault that writes down and asks before it gives a card number out, where the audit log and the access policy are registered. Both come before
/// the token is looked up: a refusal tells nothing of it.
/// </summary>
internal sealed class GuardedTokenVault(ITokenVault inner, GuardedOperations guard) : ITokenVault
{
    /// <summary>Wraps the vault, where audit log or access policy are registered.</summary>
    internal static ITokenVault Wrap(IServiceProvider services, ITokenVault vault) =>
        services.GetService(typeof(GuardedOperations)) is GuardedOperations guard ? new GuardedTokenVault(vault, guard) : vault;

    public Task<CardToken> TokenizeAsync(CardNumber card, TokenizeOptions options, CancellationToken cancellationToken = default) =>
        inner.TokenizeAsync(card, options, cancellationToken);

    public Task<CardNumber> DetokenizeAsync(string token, string purpose, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(token);
        ArgumentException.ThrowIfNullOrEmpty(purpose);
        return guard.RunAsync(
            new AuditEntry
            {
                Kind = AuditEntryKind.Intent,
                Action = PaymentAction.Detokenize,
                TokenId = Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(token))),
                Purpose = purpose,
            },
            () => inner.DetokenizeAsync(token, purpose, cancellationToken),
            cancellationToken);
    }

    public Task<CardToken> GetAsync(string token, CancellationToken cancellationToken = default) => inner.GetAsync(token, cancellationToken);

    public Task InvalidateAsync(string token, CancellationToken cancellationToken = default) => inner.InvalidateAsync(token, cancellationToken);

    public Task<int> RemoveExpiredAsync(CancellationToken cancellationToken = default) => inner.RemoveExpiredAsync(cancellationToken);
}
