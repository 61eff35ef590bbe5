using Microsoft.Extensions.Logging;

namespace Payments.Security;

/// <summary>Every line that access and audit log. Types, numbers and lines of the audit log, which hold nothing secret.</summary>
internal static partial class AuditLogMessages
{
    [LoggerMessage(101, LogLevel.Information, "Audit checkpoint {Sequence}: {Line}")]
    internal static partial void Checkpoint(this ILogger logger, long sequence, string line);

    [LoggerMessage(102, LogLevel.Error, "The audit log could not be written: {Type}; {Queued} entries wait")]
    internal static partial void AuditFailed(this ILogger logger, string type, int queued);

    [LoggerMessage(103, LogLevel.Critical, "The audit log's queue is full; this entry is in no chain: {Entry}")]
    internal static partial void AuditLost(this ILogger logger, string entry);

    [LoggerMessage(104, LogLevel.Error, "Audit checkpoint {Sequence} could not be taken out: {Type}")]
    internal static partial void CheckpointFailed(this ILogger logger, long sequence, string type);

    [LoggerMessage(105, LogLevel.Warning, "The audit log is kept in memory and is lost when the host stops: set AuditLogOptions.File or register an IAuditStore")]
    internal static partial void AuditInMemory(this ILogger logger);

    [LoggerMessage(106, LogLevel.Error, "The limits of {Action} could not be settled: {Type}; what was reserved stays counted")]
    internal static partial void LimitNotSettled(this ILogger logger, PaymentAction action, string type);
}
