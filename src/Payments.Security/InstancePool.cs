namespace Payments.Security;

/// <summary>
/// Keeps a few idle instances of a type that is costly to make and not safe for concurrent use, such as a key. Renting from a warm pool allocates
/// nothing; when the pool is empty a new instance is made, when it is full a returned one is disposed of. Safe for concurrent use itself.
/// </summary>
/// <typeparam name="T">What is kept.</typeparam>
/// <param name="create">Makes an instance.</param>
public sealed class InstancePool<T>(Func<T> create) : IDisposable
    where T : class, IDisposable
{
    private readonly T?[] _idle = new T?[Math.Clamp(Environment.ProcessorCount, 1, 16)];
    private volatile bool _disposed;

    /// <summary>Gives an instance to one caller until it is returned.</summary>
    /// <returns>An instance that nobody else has.</returns>
    /// <exception cref="ObjectDisposedException">The pool was disposed of.</exception>
    public T Rent()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        for (var i = 0; i < _idle.Length; i++)
        {
            if (Interlocked.Exchange(ref _idle[i], null) is { } instance)
                return instance;
        }

        var made = create();
        if (!_disposed)
            return made;

        // The key may have been cleared while the instance was made from it.
        made.Dispose();
        throw new ObjectDisposedException(typeof(T).Name);
    }

    /// <summary>Takes back an instance that is ready for its next use. One that failed halfway is disposed of instead of returned.</summary>
    /// <param name="instance">The instance.</param>
    public void Return(T instance)
    {
        for (var i = 0; i < _idle.Length && !_disposed; i++)
        {
            if (Interlocked.CompareExchange(ref _idle[i], instance, null) is not null)
                continue;

            if (_disposed)
                Dispose();
            return;
        }

        instance.Dispose();
    }

    /// <summary>Disposes of what is idle, and of the rest as it comes back.</summary>
    public void Dispose()
    {
        _disposed = true;
        for (var i = 0; i < _idle.Length; i++)
            Interlocked.Exchange(ref _idle[i], null)?.Dispose();
    }
}
