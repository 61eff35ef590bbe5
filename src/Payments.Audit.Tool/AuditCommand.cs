using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Payments.Security;

namespace Payments.Audit;

/// <summary>The command. Exit codes are part of what others build on: 0 intact, 1 not intact, 2 could not be verified, 3 intact but torn at the end.</summary>
internal static class AuditCommand
{
    internal const int Intact = 0;
    internal const int Tampered = 1;
    internal const int NotVerified = 2;
    internal const int Torn = 3;

    private const string Usage =
        """
        payments-audit verify (--file <audit.jsonl> | --sqlite <database> [--table <name>]) <keys> [--anchor <file>]... [--part]

          --key <id>=file:<path>        the secret of an entry's key, in base64
          --key <id>=env:<variable>     the same from an environment variable; secrets are no arguments, which every user of the machine sees
          --public-key <id>=<path>      an ECDSA public key in PEM
          --anchor <file>               checkpoints that were kept elsewhere, one a line: without one, a cut-off end cannot be seen
          --table <name>                a table with the columns sequence and text; payment_audit by default
          --part                        the log begins anywhere, as in an export of a part

        Exit code: 0 intact, 1 not intact, 2 could not be verified, 3 intact but with a torn last line, as after a crash.
        """;

    internal static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        try
        {
            var arguments = AuditArguments.Parse(args);
            if (arguments is null)
            {
                await output.WriteLineAsync(Usage).ConfigureAwait(false);
                return NotVerified;
            }

            var verifier = new AuditVerifier(arguments.Keys, arguments.Anchors, arguments.IsPart);
            AuditVerification found;
            if (arguments.File is { } path)
            {
                var file = File.OpenRead(path);
                await using (file.ConfigureAwait(false))
                    found = await verifier.VerifyAsync(file, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                found = await verifier.VerifyAsync(new SqliteAuditLines(arguments.Sqlite!, arguments.Table).ReadAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
            }

            await AuditReport.WriteAsync(output, found, arguments.Anchors.Count > 0).ConfigureAwait(false);
            return !found.IsIntact ? Tampered : found.IsTornAtEnd ? Torn : Intact;
        }
        catch (Exception exception) when (
            exception is ArgumentException or FormatException or IOException or UnauthorizedAccessException or CryptographicException or SqliteException or OperationCanceledException)
        {
            await errors.WriteLineAsync($"payments-audit: {exception.Message}").ConfigureAwait(false);
            return NotVerified;
        }
    }
}
