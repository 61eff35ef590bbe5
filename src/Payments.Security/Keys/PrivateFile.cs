namespace Payments.Security;

/// <summary>Files for their owner's eyes, written as a whole or not at all.</summary>
internal static class PrivateFile
{
    /// <summary>Reads a small file, into memory that the caller can clear.</summary>
    public static byte[] Read(string path, int maxSize)
    {
        using var file = File.OpenHandle(path);
        var length = RandomAccess.GetLength(file);
        if (length > maxSize)
            throw new InvalidOperationException($"The file '{path}' is too long.");

        var bytes = GC.AllocateArray<byte>((int)length, pinned: true);
        var read = 0;
        while (read < bytes.Length && RandomAccess.Read(file, bytes.AsSpan(read), read) is > 0 and var more)
            read += more;
        return bytes;
    }

    /// <summary>
    /// Writes a new file. Some systems look for another of its name and move in two steps: who can meet one holds a lock, or chooses a name that nobody has.
    /// </summary>
    /// <exception cref="IOException">There is one of this name.</exception>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        var unfinished = WriteUnfinished(path, bytes);
        try
        {
            File.Move(unfinished, path, overwrite: false);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    /// <summary>Puts a file in another one's place.</summary>
    public static void Replace(string path, ReadOnlySpan<byte> bytes) => File.Move(WriteUnfinished(path, bytes), path, overwrite: true);

    private static string WriteUnfinished(string path, ReadOnlySpan<byte> bytes)
    {
        var unfinished = $"{path}.{Path.GetRandomFileName()}.tmp";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(unfinished, options);
        file.Write(bytes);
        file.Flush(flushToDisk: true);
        return unfinished;
    }
}
