using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Payments.Security;

/// <summary>
/// Keeps wrapped data keys as files of a directory, one JSON file each, for hosts on one machine or with a shared volume that locks files. A file's name is made
/// of scope and generation, and whoever writes holds the directory's lock, so that no two processes make the same one.
/// </summary>
public sealed class FileDataKeyStore : IDataKeyStore
{
    private const string Extension = ".json";
    private const int MaxFileSize = 16 * 1024;
    private static readonly TimeSpan LockRetry = TimeSpan.FromMilliseconds(10);

    private readonly string _directory;
    private readonly string _lockFile;

    /// <summary>Uses a directory; it is made when it is needed.</summary>
    /// <param name="directory">The directory.</param>
    public FileDataKeyStore(string directory)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(directory);
        _directory = Path.GetFullPath(directory);
        _lockFile = Path.Combine(_directory, ".lock");
    }

    /// <inheritdoc />
    public async Task<bool> AddAsync(DataKeyRecord record, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        cancellationToken.ThrowIfCancellationRequested();
        using var exclusive = await LockAsync(cancellationToken).ConfigureAwait(false);
        var path = Path.Combine(_directory, NameOf(record.Scope, record.Generation.ToString(CultureInfo.InvariantCulture)));
        if (File.Exists(path))
            return false;

        PrivateFile.Write(path, Bytes(record));
        return true;
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<DataKeyRecord>> FindAsync(string scope, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<IReadOnlyList<DataKeyRecord>>([.. Records(NameOf(scope, "*"))
            .Select(file => file.Record).OrderBy(record => record.Generation)]);
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<DataKeyRecord>> ListAsync(string? after, int count, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<IReadOnlyList<DataKeyRecord>>([.. Records("*" + Extension).Select(file => file.Record)
            .Where(record => after is null || string.CompareOrdinal(record.Id, after) > 0)
            .OrderBy(record => record.Id, StringComparer.Ordinal).Take(count)]);
    }

    /// <inheritdoc />
    public async Task<bool> ReplaceAsync(string id, WrappedKey from, WrappedKey to, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(from);
        using var exclusive = await LockAsync(cancellationToken).ConfigureAwait(false);
        foreach (var (path, record) in Records("*" + Extension))
        {
            if (record.Id != id)
                continue;
            if (record.Key.KeyEncryptionKeyId != from.KeyEncryptionKeyId)
                return false;

            PrivateFile.Replace(path, Bytes(record with { Key = to }));
            return true;
        }

        return false;
    }

    /// <inheritdoc />
    public async Task<int> RemoveAsync(string scope, string? id, CancellationToken cancellationToken = default)
    {
        using var exclusive = await LockAsync(cancellationToken).ConfigureAwait(false);
        var removed = 0;
        foreach (var (path, record) in Records(NameOf(scope, "*")))
        {
            if (id is not null && record.Id != id)
                continue;

            File.Delete(path);
            removed++;
        }

        return removed;
    }

    // In hexadecimal: some file systems ignore case.
    private static string NameOf(string scope, string generation) =>
        $"k{Convert.ToHexStringLower(Encoding.UTF8.GetBytes(scope))}.{generation}{Extension}";

    private static byte[] Bytes(DataKeyRecord record) =>
        JsonSerializer.SerializeToUtf8Bytes(DataKeyFile.From(record), DataKeyFileContext.Default.DataKeyFile);

    // Among processes, too: a key must not come back because it was wrapped anew while it was deleted.
    private async Task<FileStream> LockAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(_directory);
        while (true)
        {
            try
            {
                return new FileStream(_lockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(_lockFile))
            {
                await Task.Delay(LockRetry, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private IEnumerable<(string Path, DataKeyRecord Record)> Records(string pattern)
    {
        if (!Directory.Exists(_directory))
            yield break;

        foreach (var path in Directory.GetFiles(_directory, pattern))
        {
            if (TryRead(path) is { } bytes)
                yield return (path, Parse(path, bytes));
        }
    }

    // A file may be deleted between the listing and its turn: a scope was erased.
    private static byte[]? TryRead(string path)
    {
        try
        {
            return PrivateFile.Read(path, MaxFileSize);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private static DataKeyRecord Parse(string path, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize(bytes, DataKeyFileContext.Default.DataKeyFile)!.ToRecord();
        }
        catch (JsonException unreadable)
        {
            throw new InvalidOperationException($"The file '{path}' is no data key: restore it from a backup.", unreadable);
        }
    }
}
