using Adjoint.Tensors;

namespace Adjoint.Data;

/// <summary>
/// Pictures of one size in memory, each with a label: what a classifier is trained and scored on. Values are numbers, 0 black (or background) and 1
/// white (or ink) as a rule; they may be kept as bytes. Parts of a set share its memory.
/// </summary>
public sealed class LabelledPictures
{
    private readonly PictureStorage _storage;
    private readonly int[] _labels;
    private readonly int[]? _items;

    /// <summary>A set of pictures kept as bytes.</summary>
    /// <param name="pictureShape">Height × width × channels of every picture, none of them 0.</param>
    /// <param name="values">The pictures one after the other, in C order; the memory is shared, not copied.</param>
    /// <param name="labels">The class of each picture, from 0.</param>
    /// <param name="classes">The classes' names.</param>
    /// <param name="white">The byte that stands for 1; above 0.</param>
    /// <exception cref="ArgumentException">The shape is no picture's, the numbers of values and labels do not fit, or a label is no class.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="white"/> is not positive and finite.</exception>
    public LabelledPictures(Shape pictureShape, ReadOnlyMemory<byte> values, IReadOnlyList<int> labels, IReadOnlyList<string> classes, double white = byte.MaxValue)
    {
        if (!(white > 0) || !double.IsFinite(white))
        {
            throw new ArgumentOutOfRangeException(nameof(white), white, "The value that stands for 1 is positive and finite.");
        }

        _labels = Check(pictureShape, values.Length, labels, classes);
        _storage = new ByteStorage(pictureShape, values, white);
        (Classes, White) = ([.. classes], white);
    }

    /// <summary>A set of pictures kept as numbers.</summary>
    /// <param name="pictureShape">Height × width × channels of every picture, none of them 0.</param>
    /// <param name="values">The pictures one after the other, in C order; the memory is shared, not copied.</param>
    /// <param name="labels">The class of each picture, from 0.</param>
    /// <param name="classes">The classes' names.</param>
    /// <param name="white">What stood for 1 in the file that the pictures come from; the values have been divided by it.</param>
    /// <exception cref="ArgumentException">The shape is no picture's, the numbers of values and labels do not fit, or a label is no class.</exception>
    public LabelledPictures(Shape pictureShape, ReadOnlyMemory<float> values, IReadOnlyList<int> labels, IReadOnlyList<string> classes, double white = 1)
    {
        _labels = Check(pictureShape, values.Length, labels, classes);
        _storage = new SingleStorage(pictureShape, values);
        (Classes, White) = ([.. classes], white);
    }

    private LabelledPictures(PictureStorage storage, LabelledPictures of, int[]? items) =>
        (_storage, _labels, Classes, White, _items) = (storage, of._labels, of.Classes, of.White, items);

    /// <summary>How many pictures there are.</summary>
    public int Count => _items?.Length ?? _labels.Length;

    /// <summary>Height × width × channels of every picture.</summary>
    public Shape PictureShape => _storage.Shape;

    /// <summary>The classes' names; a label is a place in this list.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>What stood for 1 where the pictures come from: other pictures of the same origin are to be divided by the same.</summary>
    public double White { get; }

    /// <summary>The label of a picture.</summary>
    /// <param name="index">The picture, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such picture.</exception>
    public int Label(int index) => _labels[Item(index)];

    /// <summary>Copies a picture.</summary>
    /// <param name="index">The picture, from 0.</param>
    /// <param name="destination">Room for the elements of <see cref="PictureShape"/>, in C order.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such picture.</exception>
    /// <exception cref="ArgumentException">There is room for another number of elements.</exception>
    public void CopyTo(int index, Span<float> destination)
    {
        int item = Item(index);
        if (destination.Length != PictureShape.Size)
        {
            throw new ArgumentException($"A picture of {PictureShape} does not fill {destination.Length} numbers.", nameof(destination));
        }

        _storage.Copy(item, destination);
    }

    /// <summary>Some of the pictures, as N×H×W×C.</summary>
    /// <param name="first">The first one.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no such pictures.</exception>
    public Tensor<float> ToTensor(int first, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Count - first);
        int size = PictureShape.Size;
        Tensor<float> tensor = new([count, .. PictureShape]);
        for (int i = 0; i < count; i++)
        {
            CopyTo(first + i, tensor.Span.Slice(i * size, size));
        }

        return tensor;
    }

    /// <summary>The named pictures in the named order, a picture as often as it is named; nothing is copied.</summary>
    /// <param name="items">Which ones, such as <see cref="DataSplit.Train"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such picture.</exception>
    public LabelledPictures Select(IReadOnlyList<int> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        return new LabelledPictures(_storage, this, [.. items.Select(Item)]);
    }

    /// <summary>These pictures brought to another size whenever they are read; see <see cref="PictureResizing"/>.</summary>
    /// <param name="pictureShape">Height × width × channels of the result; channels as before, or 1 and 3.</param>
    /// <exception cref="ArgumentException">The shape is no picture's, or the channels cannot be converted.</exception>
    public LabelledPictures Resize(Shape pictureShape) => pictureShape == PictureShape
        ? this
        : new LabelledPictures(new ResizedStorage(_storage, new PictureResizing(PictureShape, pictureShape)), this, _items);

    /// <summary>How many pictures each class has.</summary>
    public int[] CountByClass()
    {
        int[] counts = new int[Classes.Count];
        for (int i = 0; i < Count; i++)
        {
            counts[Label(i)]++;
        }

        return counts;
    }

    /// <summary>
    /// Splits the pictures at random so that every class is shared out alike; see <see cref="DataSplit.Stratified"/>.
    /// </summary>
    /// <param name="validation">The validation part's share of each class, from 0 to 1.</param>
    /// <param name="test">The test part's share of each class, likewise.</param>
    /// <param name="seed">The seed.</param>
    /// <exception cref="ArgumentOutOfRangeException">The shares are negative or more than 1 together.</exception>
    public DataSplit Split(double validation, double test, long seed) =>
        DataSplit.Stratified([.. Enumerable.Range(0, Count).Select(Label)], validation, test, seed);

    private static int[] Check(Shape pictureShape, int length, IReadOnlyList<int> labels, IReadOnlyList<string> classes)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(classes);
        if (pictureShape.Rank != 3 || pictureShape.Size == 0)
        {
            throw new ArgumentException($"A picture has height × width × channels, none of them 0, not {pictureShape}.", nameof(pictureShape));
        }

        if (length != (long)labels.Count * pictureShape.Size)
        {
            throw new ArgumentException($"{labels.Count} labels do not belong to {(double)length / pictureShape.Size:0.##} pictures of {pictureShape}.", nameof(labels));
        }

        int[] copy = [.. labels];
        int wrong = Array.FindIndex(copy, label => (uint)label >= (uint)classes.Count);
        return wrong < 0
            ? copy
            : throw new ArgumentException($"Picture {wrong} has the label {copy[wrong]}; there are {classes.Count} classes, from 0.", nameof(labels));
    }

    private int Item(int index) => (uint)index < (uint)Count
        ? _items?[index] ?? index
        : throw new ArgumentOutOfRangeException(nameof(index), index, $"There are {Count} pictures, from 0.");
}
