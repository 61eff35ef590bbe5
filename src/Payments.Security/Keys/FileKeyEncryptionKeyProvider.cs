using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;

namespace Payments.Security;

/// <summary>
/// Key-encryption keys as files of a directory: <c>&lt;id&gt;.key</c> with 32 bytes in base64, such as mounted secrets. The one whose id sorts last is
/// active; ids made here begin with the time. Files are read at each call and cleared from memory after it, so that a new file counts at once. On
/// Unix a file that everybody can read is refused.
/// </summary>
public sealed class FileKeyEncryptionKeyProvider : IKeyEncryptionKeyProvider
{
    private const string Extension = ".key";
    private const int MaxFileSize = 256;

    private readonly string _directory;
    private readonly TimeProvider _time;
    private readonly FillRandom _fill;

    /// <summary>Uses the keys of a directory. It is made, with a first key, when it holds none at the first wrapping.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="time">The clock, for the ids of new keys.</param>
    public FileKeyEncryptionKeyProvider(string directory, TimeProvider time)
        : this(directory, time, RandomNumberGenerator.Fill)
    {
    }

    internal FileKeyEncryptionKeyProvider(string directory, TimeProvider time, FillRandom fill)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(directory);
        ArgumentNullException.ThrowIfNull(time);
        _directory = Path.GetFullPath(directory);
        _time = time;
        _fill = fill;
    }

    /// <summary>Makes a new key, which is active from now on. Wrap the data keys anew after it: <see cref="PaymentKeyManager.RewrapAsync"/>.</summary>
    /// <returns>The new key's id.</returns>
    /// <exception cref="IOException">The directory cannot be written.</exception>
    public string Rotate()
    {
        CreateDirectory(_directory);
        Span<byte> key = stackalloc byte[PaymentKey.Size];
        Span<byte> suffix = stackalloc byte[4];
        _fill(key);
        _fill(suffix);
        var id = string.Create(CultureInfo.InvariantCulture, $"{_time.GetUtcNow():yyyyMMddHHmmss}-{Convert.ToHexStringLower(suffix)}");
        var text = new byte[Base64.GetMaxEncodedToUtf8Length(PaymentKey.Size)];
        Base64.EncodeToUtf8(key, text, out _, out var length);
        try
        {
            PrivateFile.Write(PathOf(id), text.AsSpan(0, length));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
            CryptographicOperations.ZeroMemory(text);
        }

        return id;
    }

    /// <inheritdoc />
    public ValueTask<string> GetActiveKeyIdAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(ActiveKeyId() ?? Rotate());
    }

    /// <inheritdoc />
    public ValueTask<WrappedKey> WrapAsync(ReadOnlyMemory<byte> dataKey, string context, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var id = ActiveKeyId() ?? Rotate();
        var key = Read(id) ?? throw new PaymentCryptographyException();
        try
        {
            return new(LocalKeyWrap.Wrap(id, key, dataKey.Span, context));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <inheritdoc />
    public ValueTask UnwrapAsync(WrappedKey wrapped, string context, Memory<byte> destination, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(wrapped);
        cancellationToken.ThrowIfCancellationRequested();
        var key = Read(wrapped.KeyEncryptionKeyId) ?? throw new PaymentCryptographyException();
        try
        {
            LocalKeyWrap.Unwrap(wrapped, key, context, destination.Span);
            return ValueTask.CompletedTask;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private static void CreateDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private string? ActiveKeyId()
    {
        string? last = null;
        if (!Directory.Exists(_directory))
            return null;

        foreach (var file in Directory.EnumerateFiles(_directory, "*" + Extension))
        {
            var id = Path.GetFileNameWithoutExtension(file);
            if (KeyIds.IsValid(id) && string.CompareOrdinal(id, last) > 0)
                last = id;
        }

        return last;
    }

    private byte[]? Read(string id)
    {
        if (!KeyIds.IsValid(id) || PathOf(id) is not { } path || !File.Exists(path))
            return null;
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & (UnixFileMode.OtherRead | UnixFileMode.OtherWrite)) is not UnixFileMode.None)
            throw new InvalidOperationException($"Everybody can read or write the key file '{path}': chmod 600 it.");
        return PrivateFile.Read(path, MaxFileSize);
    }

    private string PathOf(string id) => Path.Combine(_directory, id + Extension);
}
