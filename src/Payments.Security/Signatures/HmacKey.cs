using System.Security.Cryptography;

namespace Payments.Security;

/// <summary>A key with its HMAC states kept ready, so that a message in parts costs one HMAC and no allocation.</summary>
internal sealed class HmacKey(byte[] bytes)
{
    private readonly InstancePool<IncrementalHash>?[] _pools = new InstancePool<IncrementalHash>?[HmacAlgorithms.Count];

    public ReadOnlySpan<byte> Bytes => bytes;

    public void Compute(
        HmacAlgorithm algorithm, ReadOnlySpan<byte> part1, ReadOnlySpan<byte> part2, ReadOnlySpan<byte> part3, Span<byte> destination)
    {
        var pool = _pools[(int)algorithm] ?? AddPool(algorithm);
        var hash = pool.Rent();
        hash.AppendData(part1);
        hash.AppendData(part2);
        hash.AppendData(part3);
        hash.GetHashAndReset(destination);
        pool.Return(hash);
    }

    // Two threads may both make a pool the first time; the loser's is used once and collected.
    private InstancePool<IncrementalHash> AddPool(HmacAlgorithm algorithm) =>
        _pools[(int)algorithm] = new(() => IncrementalHash.CreateHMAC(algorithm.Name(), bytes));
}
