using System.Globalization;

namespace Adjoint.Tensors;

/// <summary>
/// An array of numbers with a shape, stored in C order without gaps. It owns its memory: nothing has to be disposed.
/// </summary>
/// <typeparam name="T">float to train and run, double to prove and check.</typeparam>
public sealed class Tensor<T>
    where T : unmanaged
{
    private readonly T[] _values;

    /// <summary>A tensor of zeros.</summary>
    /// <param name="shape">Its shape.</param>
    public Tensor(Shape shape)
        : this(shape, new T[shape.Size])
    {
    }

    /// <summary>A tensor over an array that it takes over: later changes of the array are changes of the tensor.</summary>
    /// <param name="shape">Its shape.</param>
    /// <param name="values">The elements in C order.</param>
    /// <exception cref="ArgumentException">The number of elements is not that of the shape.</exception>
    public Tensor(Shape shape, T[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Length != shape.Size)
        {
            throw new ArgumentException($"A tensor of shape {shape} has {shape.Size} elements, but {values.Length} were given.", nameof(values));
        }

        Shape = shape;
        _values = values;
    }

    /// <summary>The shape.</summary>
    public Shape Shape { get; }

    /// <summary>The elements in C order, to read and to write.</summary>
    public Span<T> Span => _values;

    /// <summary>The elements in C order, as memory that may outlive a stack frame.</summary>
    public Memory<T> Memory => _values;

    /// <summary>One element.</summary>
    /// <param name="indices">One index for each axis, outermost first.</param>
    /// <exception cref="ArgumentException">The number of indices is not the rank.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside its axis.</exception>
    public ref T this[params ReadOnlySpan<int> indices]
    {
        get
        {
            if (indices.Length != Shape.Rank)
            {
                throw new ArgumentException($"A tensor of shape {Shape} is indexed by {Shape.Rank} numbers, not {indices.Length}.", nameof(indices));
            }

            int offset = 0;
            for (int axis = 0; axis < indices.Length; axis++)
            {
                if ((uint)indices[axis] >= (uint)Shape[axis])
                {
                    throw new ArgumentOutOfRangeException(nameof(indices), $"Index {indices[axis]} is outside axis {axis} of a tensor of shape {Shape}.");
                }

                offset = (offset * Shape[axis]) + indices[axis];
            }

            return ref _values[offset];
        }
    }

    /// <summary>The same elements under another shape; both tensors share their memory.</summary>
    /// <param name="shape">A shape with as many elements.</param>
    /// <exception cref="ArgumentException">The number of elements differs.</exception>
    public Tensor<T> Reshape(Shape shape) => new(shape, _values);

    /// <summary>A copy that shares nothing with this tensor.</summary>
    public Tensor<T> Clone() => new(Shape, (T[])_values.Clone());

    /// <summary>The shape and the elements in C order, as in <c>2×2 [1, 2, 3, 4]</c>; of a large tensor the first ones.</summary>
    public override string ToString()
    {
        const int most = 32;
        IEnumerable<string> shown = _values.Take(most).Select(value => string.Format(CultureInfo.InvariantCulture, "{0}", value));
        return $"{Shape} [{string.Join(", ", shown)}{(_values.Length > most ? ", …" : "")}]";
    }
}
