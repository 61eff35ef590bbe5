using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;
using Payments.Security;

namespace Payments.EntityFrameworkCore;

/// <summary>
/// Seals what may hold the payer's data, for its table and its row, so that it opens nowhere else. Without a data protector it is stored as it is; what
/// was stored before there was one stays readable.
/// </summary>
internal sealed class ContentSealer
{
    private const byte Clear = 0;
    private const byte Sealed = 1;
    private readonly IPaymentDataProtector? _protector;

    public ContentSealer(IPaymentDataProtector? protector, ILogger? logger)
    {
        _protector = protector;
        if (protector is null)
            logger?.StoredInTheClear();
    }

    internal byte[] Seal<T>(T content, JsonTypeInfo<T> type, string table, string id)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(content, type);
        return _protector is null ? [Clear, .. json] : [Sealed, .. _protector.Protect(json, PurposeOf(table), Encoding.UTF8.GetBytes(id))];
    }

    /// <exception cref="InvalidOperationException">It is sealed and no protector is registered, or it is not what was stored here.</exception>
    internal T Open<T>(byte[] content, JsonTypeInfo<T> type, string table, string id)
    {
        var json = content switch
        {
            [Clear, ..] => content[1..],
            [Sealed, ..] when _protector is not null => _protector.Unprotect(content.AsSpan(1), PurposeOf(table), Encoding.UTF8.GetBytes(id)),
            [Sealed, ..] => throw new InvalidOperationException(
                $"A row of {table} is sealed and no IPaymentDataProtector is registered: register the one with which it was sealed (AddPaymentsSecurity)."),
            _ => throw new InvalidOperationException($"A row of {table} holds what this version cannot read."),
        };
        return JsonSerializer.Deserialize(json, type) ?? throw new InvalidOperationException($"A row of {table} holds nothing.");
    }

    private static string PurposeOf(string table) => "payments.store." + table;
}

internal static partial class StoreLog
{
    [LoggerMessage(101, LogLevel.Warning, "No IPaymentDataProtector is registered: payers' data and client secrets stand unencrypted in the payment tables. Call AddPaymentsSecurity")]
    internal static partial void StoredInTheClear(this ILogger logger);
}
