using Payments.Http;

namespace Payments.Inicis;

/// <summary>
/// The times of INIAPI's calls: Korean seconds. Inicis takes each second once for a call that changes something, so two such calls of one second get two
/// seconds, the later one a little ahead of the clock.
/// </summary>
internal sealed class InicisTimestamps(string provider, TimeProvider time)
{
    private long _last;

    /// <summary>The present second, for reads.</summary>
    internal string Now() => Text(time.GetUtcNow().ToUnixTimeSeconds());

    /// <summary>A second that no other call of this process has.</summary>
    /// <exception cref="PaymentRateLimitedException">So many calls came at once that the time would be too far from the clock; nothing was sent.</exception>
    internal string Next(PaymentReference payment)
    {
        while (true)
        {
            var now = time.GetUtcNow().ToUnixTimeSeconds();
            var last = Volatile.Read(ref _last);
            var next = Math.Max(now, last + 1);
            var lead = TimeSpan.FromSeconds(next - now);
            if (lead > InicisDefaults.MaxTimestampLead)
            {
                var error = PaymentErrors.Create(PaymentErrorKind.RateLimited, PaymentErrorCode.RateLimited) with { RetryAfter = lead };
                throw new PaymentRateLimitedException(
                    $"{provider}: INIAPI takes one such call a second, and too many wait: nothing was sent.", error, PaymentOutcome.NeverSent, payment);
            }

            if (Interlocked.CompareExchange(ref _last, next, last) == last)
                return Text(next);
        }
    }

    private static string Text(long seconds) =>
        ProviderTime.Format(DateTimeOffset.FromUnixTimeSeconds(seconds), InicisDefaults.LocalTime, ProviderTime.KoreaOffset);
}
