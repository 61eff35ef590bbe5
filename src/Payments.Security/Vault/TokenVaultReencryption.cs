using Microsoft.Extensions.Logging;

namespace Payments.Security;

/// <summary>
/// Encrypts a vault's records anew under their tenant's active data key, batch by batch, while the vault is in use: after a rotation, so that the old data key
/// can be removed (<see cref="PaymentKeyManager.RemoveAsync"/>). Tokens stay as they are. Safe for concurrent use, by several processes too.
/// </summary>
/// <param name="store">Where the records are.</param>
/// <param name="protectors">What encrypts the numbers.</param>
/// <param name="logger">Where to tell what could not be opened.</param>
public sealed class TokenVaultReencryption(ITokenStore store, IPaymentDataProtectorFactory protectors, ILogger<TokenVaultReencryption> logger)
{
    /// <summary>Encrypts a batch of records anew.</summary>
    /// <param name="after"><see cref="KeyMaintenance.Next"/> of the batch before; null to begin.</param>
    /// <param name="count">How many records at most, one or more.</param>
    /// <param name="cancellationToken">Stops between two records.</param>
    /// <returns>How far it came. A record that somebody else changed at the same moment counts as failed, and is passed over or done by the next run.</returns>
    public async Task<KeyMaintenance> RunAsync(string? after = null, int count = 100, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var records = await store.ListAsync(after, count, cancellationToken).ConfigureAwait(false);
        var (changed, failed) = (0, 0);
        foreach (var record in records)
        {
            var protector = await protectors.ForOpeningAsync(record.Tenant, record.Ciphertext, cancellationToken).ConfigureAwait(false);
            if (protector is AesGcmPaymentDataProtector current && current.IsUnderActiveKey(record.Ciphertext.Span))
                continue;

            try
            {
                var renewed = record with { Revision = record.Revision + 1 };
                renewed = renewed with { Ciphertext = TokenSealer.Reseal(protector, record, renewed) };
                if (await store.ReplaceAsync(renewed, cancellationToken).ConfigureAwait(false))
                    changed++;
                else
                    failed++;
            }
            catch (PaymentCryptographyException failure)
            {
                failed++;
                KeyLog.ReencryptFailed(logger, failure, record.Id);
            }
        }

        return new(records.Count < count ? null : records[^1].Id, changed, failed);
    }
}
