using System.Text.Json.Serialization;

namespace Payments.AspNetCore.Status;

/// <summary>What the status page shows at a moment.</summary>
internal sealed record StatusReport(DateTimeOffset At, IReadOnlyList<ProviderStatus> Providers, InboxStatus? Inbox, IReadOnlyList<StatusFailure> Failures);

/// <summary>One provider: rates are shares from 0 to 1, times are milliseconds; null where there was nothing to measure.</summary>
internal sealed record ProviderStatus(
    string Name, string Circuit, long Active, long Paid, long Unpaid, double? SuccessRate, double? ErrorRate, long Calls, double? P50, double? P95,
    IReadOnlyList<double?> Trend);

/// <summary>What waits in the inbox.</summary>
internal sealed record InboxStatus(long Waiting, double? OldestSeconds, long DeadLetters);

/// <summary>Something that went wrong: when, where and of what kind.</summary>
internal sealed record StatusFailure(DateTimeOffset At, string Provider, string What, string Reason);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StatusReport))]
internal sealed partial class StatusJson : JsonSerializerContext;
