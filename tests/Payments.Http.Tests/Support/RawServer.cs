using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Payments.Http.Tests;

/// <summary>A socket on the loopback that does with each request what the test says, however wrong. One step for each connection.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly Task _accepting;

    public RawServer(params Func<Stream, CancellationToken, Task>[] steps)
    {
        _listener.Start();
        Address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/v1"));
        _accepting = AcceptAsync(steps);
    }

    public Uri Address { get; }

    public IReadOnlyCollection<string> Requests => _requests;

    /// <summary>Completes when a whole request has arrived.</summary>
    public TaskCompletionSource Received { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static Func<Stream, CancellationToken, Task> Says(string response) =>
        (stream, cancellationToken) => stream.WriteAsync(Encoding.Latin1.GetBytes(response), cancellationToken).AsTask();

    public static Func<Stream, CancellationToken, Task> Cuts { get; } = static (_, _) => Task.CompletedTask;

    public static Func<Stream, CancellationToken, Task> Hangs { get; } = static (_, cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);

    public static string Ok(string body, string headers = "") =>
        string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\n{headers}Connection: close\r\n\r\n{body}");

    public static Uri Refusing()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/"));
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _accepting;
        _listener.Stop();
        _stopping.Dispose();
    }

    private async Task AcceptAsync(Func<Stream, CancellationToken, Task>[] steps)
    {
        List<Task> connections = [];
        try
        {
            for (var i = 0; ; i++)
                connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stopping.Token), steps[Math.Min(i, steps.Length - 1)]));
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient client, Func<Stream, CancellationToken, Task> step)
    {
        try
        {
            using (client)
            {
                var stream = client.GetStream();
                await ReadRequestAsync(stream);
                await step(stream, _stopping.Token);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or SocketException)
        {
            // The other side went away, which is what some tests are about.
        }
    }

    private async Task ReadRequestAsync(NetworkStream stream)
    {
        var buffer = new byte[16 * 1024];
        var length = 0;
        while (true)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(length), _stopping.Token);
            if (read == 0)
                throw new IOException("closed");
            length += read;
            var text = Encoding.Latin1.GetString(buffer, 0, length);
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end < 0)
                continue;
            var header = text.Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
            var body = header is null ? 0 : int.Parse(header["Content-Length:".Length..], CultureInfo.InvariantCulture);
            if (length < end + 4 + body)
                continue;
            _requests.Enqueue(text);
            Received.TrySetResult();
            return;
        }
    }
}
