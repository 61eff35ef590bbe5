using Payments.Http;

namespace Payments.Inicis;

/// <summary>Reads what Inicis writes as forms, and its times, which are Korea's.</summary>
internal static class InicisForms
{
    /// <summary>UTF-8 as we ask for it, or EUC-KR, which old merchants and deposit notices still get.</summary>
    internal static IReadOnlyDictionary<string, string> Read(ReadOnlySpan<byte> form) => FormReader.Read(form, ProviderText.Korean);

    /// <summary>A time in one or two fields; the short year of some notices is this century's.</summary>
    internal static DateTimeOffset? Time(string? date, string? time = null) =>
        ((date?.Length ?? 0) + (time?.Length ?? 0)) switch
        {
            14 => ProviderTime.ParseExact(date + time, InicisDefaults.LocalTime, ProviderTime.KoreaOffset),
            12 => ProviderTime.ParseExact("20" + date + time, InicisDefaults.LocalTime, ProviderTime.KoreaOffset),
            _ => null,
        };

    /// <summary>The end of a day where only the day is named.</summary>
    internal static DateTimeOffset? Deadline(string? date, string? time) => Time(date, string.IsNullOrEmpty(time) && date?.Length == 8 ? "235959" : time);
}
