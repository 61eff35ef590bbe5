using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Payments.Security;

namespace Payments.Audit;

/// <summary>The lines in a SQLite database, opened to be read only.</summary>
internal sealed class SqliteAuditLines(string path, string table)
{
    internal async IAsyncEnumerable<AuditLine> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ConnectionString);
        await using var _ = connection.ConfigureAwait(false);
        await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        var command = connection.CreateCommand();
        await using var __ = command.ConfigureAwait(false);

        // A name cannot be a parameter; quoted as SQL wants it, it is nothing but a name.
        command.CommandText = $"""SELECT sequence, text FROM "{table.Replace("\"", "\"\"", StringComparison.Ordinal)}" ORDER BY sequence""";
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var ___ = reader.ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            yield return new AuditLine(reader.GetInt64(0), await reader.IsDBNullAsync(1, cancellationToken).ConfigureAwait(false) ? "" : reader.GetString(1));
    }
}
