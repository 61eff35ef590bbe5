using System.Diagnostics;
using System.Security.Cryptography;

namespace Payments.Security;

/// <summary>
/// The first half of XAES-256-GCM (c2sp.org/XAES-256-GCM): derives the AES key of one message from a key and 12 bytes of its nonce, by AES-CMAC in
/// counter mode (NIST SP 800-108r1). The CMAC's subkey and the AES key schedule are made once. Not safe for concurrent use.
/// </summary>
internal sealed class XaesKeyDerivation : IDisposable
{
    public const int NoncePartSize = 12;

    private const int BlockSize = 16;
    private const byte Label = (byte)'X';

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly byte[] _subkey = GC.AllocateArray<byte>(BlockSize, pinned: true);

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly byte[] _derived = GC.AllocateArray<byte>(2 * BlockSize, pinned: true);

    private readonly byte[] _blocks = new byte[2 * BlockSize];
    private readonly Aes _aes;
    private readonly ICryptoTransform _encryptor;

    public XaesKeyDerivation(ReadOnlySpan<byte> key)
    {
        _aes = Aes.Create();
        _aes.Mode = CipherMode.ECB;
        _aes.Padding = PaddingMode.None;
        _aes.SetKey(key);
        _encryptor = _aes.CreateEncryptor();
        _encryptor.TransformBlock(_blocks, 0, BlockSize, _subkey, 0);
        Double(_subkey);
    }

    /// <summary>Derives a message's key. The caller clears it.</summary>
    public void Derive(ReadOnlySpan<byte> noncePart, Span<byte> derived)
    {
        for (var block = 0; block < 2; block++)
        {
            var bytes = _blocks.AsSpan(block * BlockSize, BlockSize);
            _subkey.CopyTo(bytes);
            bytes[1] ^= (byte)(block + 1);
            bytes[2] ^= Label;
            for (var i = 0; i < NoncePartSize; i++)
                bytes[BlockSize - NoncePartSize + i] ^= noncePart[i];
        }

        _encryptor.TransformBlock(_blocks, 0, _blocks.Length, _derived, 0);
        _derived.CopyTo(derived);
        CryptographicOperations.ZeroMemory(_derived);
    }

    public void Dispose()
    {
        _encryptor.Dispose();
        _aes.Dispose();
        CryptographicOperations.ZeroMemory(_subkey);
        CryptographicOperations.ZeroMemory(_blocks);
    }

    // Times x in GF(2^128), in the same time for every value.
    private static void Double(Span<byte> block)
    {
        var top = block[0] >> 7;
        for (var i = 0; i < block.Length - 1; i++)
            block[i] = (byte)((block[i] << 1) | (block[i + 1] >> 7));
        block[^1] = (byte)((block[^1] << 1) ^ (0x87 & -top));
    }
}
