using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Payments.Http.Tests;

/// <summary>Keeps everything that is logged at any level: text, structured values, exceptions and scopes.</summary>
internal sealed class RecordingLogger : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();

    public string Text => string.Join('\n', _lines);

    public int Count(string id) => _lines.Count(line => line.Contains(id, StringComparison.Ordinal));

    public ILogger CreateLogger(string categoryName) => this;

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        _lines.Enqueue($"scope {state}");
        return null;
    }

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var values = state is IEnumerable<KeyValuePair<string, object?>> pairs ? string.Join(' ', pairs.Select(pair => pair.Value)) : "";
        _lines.Enqueue($"{logLevel} {formatter(state, exception)} | {values} | {exception}");
    }

    public void Dispose()
    {
    }
}
