namespace Payments.PayPal;

/// <summary>The CRC-32 of IEEE 802.3, as zlib computes it: what PayPal signs in place of a webhook's body.</summary>
internal static class PayPalCrc32
{
    private const uint Polynomial = 0xEDB88320;

    private static readonly uint[] Table = CreateTable();

    internal static uint Compute(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var each in bytes)
            crc = Table[(byte)(crc ^ each)] ^ (crc >> 8);
        return ~crc;
    }

    private static uint[] CreateTable()
    {
        var table = new uint[256];
        for (var i = 0u; i < table.Length; i++)
        {
            var row = i;
            for (var bit = 0; bit < 8; bit++)
                row = (row & 1) == 0 ? row >> 1 : (row >> 1) ^ Polynomial;
            table[i] = row;
        }

        return table;
    }
}
