namespace Adjoint.Data.Files;

/// <summary>A growing list of values, kept as bytes as long as all are whole numbers from 0 to 255.</summary>
internal sealed class PixelList
{
    private readonly List<byte> _bytes = [];
    private List<float>? _numbers;

    /// <summary>The greatest value.</summary>
    public float Greatest { get; private set; }

    /// <summary>Adds a value, at least 0.</summary>
    public void Add(float value)
    {
        if (value > Greatest)
        {
            Greatest = value;
        }

        if (_numbers is null && value == (byte)value)
        {
            _bytes.Add((byte)value);
            return;
        }

        if (_numbers is null)
        {
            _numbers = [.. _bytes.Select(known => (float)known)];
            _bytes.Clear();
        }

        _numbers.Add(value);
    }

    /// <summary>Makes pictures of the values.</summary>
    public LabelledPictures ToPictures(Tensors.Shape shape, IReadOnlyList<int> labels, IReadOnlyList<string> classes, double white) => _numbers is null
        ? new LabelledPictures(shape, _bytes.ToArray(), labels, classes, white)
        : new LabelledPictures(shape, _numbers.Select(value => (float)(value / white)).ToArray(), labels, classes, white);
}
