using System.Collections;
using Microsoft.Extensions.Logging;

namespace Payments.Leaks.Tests;

/// <summary>Takes every log call at every level: message, structured state, scopes, exceptions.</summary>
internal sealed class RecordingLogs(Sightings seen) : ILoggerProvider, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        Describe(state);
        return null;
    }

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        seen.Add("log", formatter(state, exception));
        Describe(state);
        seen.Exception("log", exception);
    }

    public void Dispose()
    {
    }

    private void Describe(object? value)
    {
        seen.Add("log", value?.ToString());
        if (value is IEnumerable<KeyValuePair<string, object?>> pairs)
        {
            foreach (var (name, part) in pairs)
            {
                seen.Add("log", name);
                Describe(part);
            }
        }
        else if (value is IEnumerable parts and not string)
        {
            foreach (var part in parts)
                Describe(part);
        }
    }
}
