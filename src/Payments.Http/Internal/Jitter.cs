using System.Security.Cryptography;

namespace Payments.Http;

/// <summary>Spreads retries, so that many clients do not come back at the same moment.</summary>
internal sealed class Jitter(Func<double> next)
{
    private const int Steps = 1 << 16;

    public Jitter()
        : this(static () => RandomNumberGenerator.GetInt32(Steps) / (double)Steps)
    {
    }

    /// <summary>Half a second doubling up to five, of which between half and all is waited.</summary>
    internal TimeSpan BackOff(int attempt)
    {
        var full = TimeSpan.FromMilliseconds(Math.Min(500 * Math.Pow(2, Math.Min(attempt, 10) - 1), 5000));
        return full * (0.5 + (0.5 * next()));
    }
}
