using System.Collections.ObjectModel;
using System.Diagnostics.CodeAnalysis;

namespace Adjoint.Tensors;

/// <summary>
/// A safetensors file: named tensors of float (<c>F32</c>) or double (<c>F64</c>) and string metadata. Any safetensors reader opens what is written here, and
/// nothing in such a file executes.
/// </summary>
/// <remarks>
/// <para>The format (github.com/huggingface/safetensors): 8 bytes, the length of the header, little-endian; the header, JSON that maps each name to
/// <c>dtype</c>, <c>shape</c> and <c>data_offsets</c>, and <c>__metadata__</c> to strings; then the numbers, little-endian, in C order.</para>
/// <para>Equal content is written as equal bytes: tensors of doubles come first, so that every tensor lies on a multiple of its
/// element's size, then by name (ordinal); metadata by key.</para>
/// </remarks>
public sealed class SafetensorsFile
{
    /// <summary>The name under which the header holds the metadata; no tensor may have it.</summary>
    internal const string MetadataName = "__metadata__";

    private readonly SortedDictionary<string, object> _tensors = new(StringComparer.Ordinal);

    /// <summary>Strings that accompany the tensors, such as a description of the model.</summary>
    public IDictionary<string, string> Metadata { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The names of the tensors, in ordinal order.</summary>
    public IReadOnlyCollection<string> Names => new ReadOnlyCollection<string>([.. _tensors.Keys]);

    /// <summary>Adds a tensor of floats. The tensor is not copied: what it holds when the file is written is written.</summary>
    /// <param name="name">A name that is not taken.</param>
    /// <param name="tensor">The tensor.</param>
    /// <exception cref="ArgumentException">The name is taken, reserved (<c>__metadata__</c>) or no valid text.</exception>
    public void Add(string name, Tensor<float> tensor) => AddAny(name, tensor);

    /// <summary>Adds a tensor of doubles. The tensor is not copied: what it holds when the file is written is written.</summary>
    /// <param name="name">A name that is not taken.</param>
    /// <param name="tensor">The tensor.</param>
    /// <exception cref="ArgumentException">The name is taken, reserved (<c>__metadata__</c>) or no valid text.</exception>
    public void Add(string name, Tensor<double> tensor) => AddAny(name, tensor);

    /// <summary>Whether there is a tensor of this name, whatever its element type.</summary>
    /// <param name="name">The name.</param>
    public bool Contains(string name) => _tensors.ContainsKey(name);

    /// <summary>The element type of a tensor: <see cref="float"/> or <see cref="double"/>.</summary>
    /// <param name="name">The tensor's name.</param>
    /// <exception cref="KeyNotFoundException">There is no such tensor; the message lists those that there are.</exception>
    public Type ElementType(string name) => Find(name) is Tensor<float> ? typeof(float) : typeof(double);

    /// <summary>A tensor by name.</summary>
    /// <typeparam name="T">Its element type: <see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="name">The tensor's name.</param>
    /// <exception cref="KeyNotFoundException">There is no such tensor; the message lists those that there are.</exception>
    /// <exception cref="InvalidOperationException">The tensor has another element type.</exception>
    public Tensor<T> Get<T>(string name)
        where T : unmanaged => Find(name) as Tensor<T>
            ?? throw new InvalidOperationException($"Tensor '{name}' holds {ElementType(name).Name} numbers, not {typeof(T).Name}.");

    /// <summary>A tensor by name and element type, if there is one.</summary>
    /// <typeparam name="T">Its element type: <see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="name">The tensor's name.</param>
    /// <param name="tensor">The tensor, or null.</param>
    public bool TryGet<T>(string name, [NotNullWhen(true)] out Tensor<T>? tensor)
        where T : unmanaged
    {
        tensor = _tensors.GetValueOrDefault(name) as Tensor<T>;
        return tensor is not null;
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is no valid safetensors file, or has a tensor of another element type; one line names the file,
    /// the tensor and what is wrong. Sizes are checked against the file's length before anything is allocated.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read, or is a folder.</exception>
    public static SafetensorsFile Read(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Read(stream, path);
    }

    /// <summary>Reads from a stream that can seek, from its position to its end.</summary>
    /// <param name="stream">The stream; it is not disposed of.</param>
    /// <param name="name">What error messages call it.</param>
    /// <exception cref="ArgumentException">The stream cannot seek.</exception>
    /// <exception cref="InvalidDataException">The content is no valid safetensors file, or has a tensor of another element type.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static SafetensorsFile Read(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanSeek)
        {
            throw new ArgumentException("Reading safetensors needs a stream that can seek, so that sizes are checked before anything is allocated.", nameof(stream));
        }

        try
        {
            return SafetensorsReader.Read(stream);
        }
        catch (EndOfStreamException exception)
        {
            throw new InvalidDataException($"'{name}' is not a valid safetensors file: it ends too early.", exception);
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"'{name}' is not a valid safetensors file: {exception.Message}", exception);
        }
    }

    /// <summary>Writes a file, atomically (<see cref="AtomicFile"/>).</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">The file could not be written; the message names it and says why.</exception>
    /// <exception cref="InvalidOperationException">The header would exceed 100 MB, or metadata are no valid text.</exception>
    public void Save(string path)
    {
        byte[] header = SafetensorsWriter.Header(Metadata, _tensors);
        AtomicFile.Write(path, stream => SafetensorsWriter.Write(stream, header, _tensors));
    }

    /// <summary>Writes to a stream.</summary>
    /// <param name="stream">The stream; it is not disposed of.</param>
    /// <exception cref="IOException">The stream could not be written.</exception>
    /// <exception cref="InvalidOperationException">The header would exceed 100 MB, or metadata are no valid text.</exception>
    public void Write(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        SafetensorsWriter.Write(stream, SafetensorsWriter.Header(Metadata, _tensors), _tensors);
    }

    private void AddAny(string name, object tensor)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(tensor);
        if (name == MetadataName)
        {
            throw new ArgumentException($"A tensor cannot be called '{MetadataName}': the format keeps that name for metadata.", nameof(name));
        }

        if (!SafetensorsWriter.IsText(name))
        {
            throw new ArgumentException("A tensor's name is valid text, without half surrogate pairs.", nameof(name));
        }

        if (!_tensors.TryAdd(name, tensor))
        {
            throw new ArgumentException($"There is already a tensor '{name}'.", nameof(name));
        }
    }

    private object Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _tensors.TryGetValue(name, out object? tensor)
            ? tensor
            : throw new KeyNotFoundException($"There is no tensor '{name}'; there are {(_tensors.Count == 0 ? "none" : string.Join(", ", _tensors.Keys.Take(20)) + (_tensors.Count > 20 ? ", …" : ""))}.");
    }
}
