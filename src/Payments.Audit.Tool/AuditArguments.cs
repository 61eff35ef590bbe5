using System.Security.Cryptography;
using Payments.Security;

namespace Payments.Audit;

/// <summary>What the command line asks for.</summary>
internal sealed class AuditArguments
{
    internal string? File { get; private set; }

    internal string? Sqlite { get; private set; }

    internal string Table { get; private set; } = "payment_audit";

    internal bool IsPart { get; private set; }

    internal List<AuditKey> Keys { get; } = [];

    internal List<AuditCheckpoint> Anchors { get; } = [];

    /// <summary>Reads the arguments; null when help is wanted.</summary>
    /// <exception cref="ArgumentException">They make no sense.</exception>
    internal static AuditArguments? Parse(string[] args)
    {
        if (args is not ["verify", .. var rest])
            return args is [] or ["--help" or "-h"] ? null : throw new ArgumentException($"There is no command '{args[0]}'. The command is 'verify'.", nameof(args));

        var arguments = new AuditArguments();
        for (var i = 0; i < rest.Length; i++)
        {
            if (rest[i] == "--part")
                arguments.IsPart = true;
            else if (i + 1 < rest.Length)
                arguments.Take(rest[i], rest[++i]);
            else
                throw new ArgumentException($"'{rest[i]}' is no option, or its value is missing.", nameof(args));
        }

        if ((arguments.File is null) == (arguments.Sqlite is null))
            throw new ArgumentException("Name one of --file and --sqlite.", nameof(args));
        if (arguments.Keys.Count == 0)
            throw new ArgumentException("Name every key that entries were written with: --key or --public-key.", nameof(args));
        return arguments;
    }

    private void Take(string option, string value)
    {
        switch (option)
        {
            case "--file":
                File = value;
                break;
            case "--sqlite":
                Sqlite = value;
                break;
            case "--table":
                Table = value;
                break;
            case "--key":
                Keys.Add(SecretKey(value));
                break;
            case "--public-key":
                Keys.Add(PublicKey(value));
                break;
            case "--anchor":
                Anchors.AddRange(System.IO.File.ReadLines(value).Where(line => !string.IsNullOrWhiteSpace(line)).Select(AuditCheckpoint.Parse));
                break;
            default:
                throw new ArgumentException($"There is no option '{option}'.", nameof(option));
        }
    }

    private static AuditKey SecretKey(string value)
    {
        var (id, source) = Split(value);
        var text = source.Split(':', 2) switch
        {
            ["file", var path] => System.IO.File.ReadAllText(path),
            ["env", var variable] => Environment.GetEnvironmentVariable(variable)
                ?? throw new ArgumentException($"The environment variable '{variable}' is not set.", nameof(value)),
            _ => throw new ArgumentException("--key is <id>=file:<path> or <id>=env:<variable>.", nameof(value)),
        };
        var secret = Convert.FromBase64String(text.Trim());
        var key = AuditKey.FromSecret(id, secret);
        CryptographicOperations.ZeroMemory(secret);
        return key;
    }

    private static AuditKey PublicKey(string value)
    {
        var (id, path) = Split(value);
        var key = ECDsa.Create();
        key.ImportFromPem(System.IO.File.ReadAllText(path));
        return AuditKey.FromEcdsa(id, key);
    }

    private static (string Id, string Source) Split(string value) => value.Split('=', 2) is [var id, var source]
        ? (id, source)
        : throw new ArgumentException("A key is <id>=<where it is>.", nameof(value));
}
