using Adjoint.Layers;

namespace Adjoint.Training;

/// <summary>
/// Where each parameter of a model stands in training's one vector: first those that are trained, group by group, then those that are not
/// (states and frozen ones), which no gradient is taken of.
/// </summary>
internal sealed class ParameterLayout
{
    private readonly Model _model;
    private readonly int[] _places;

    public ParameterLayout(Model model, IReadOnlyList<ParameterGroup> groups)
    {
        _model = model;
        _places = new int[model.Parameters.Count];
        List<Segment> segments = [];
        List<int> trained = [];
        int place = 0;
        foreach (ParameterGroup group in (ParameterGroup[])[.. groups, new ParameterGroup("*")])
        {
            int start = place;
            group.Check(model);
            for (int i = 0; i < _places.Length; i++)
            {
                Parameter parameter = model.Parameters[i];
                if (parameter.IsTrained && !trained.Contains(i) && group.Fits(parameter.Name))
                {
                    trained.Add(i);
                    _places[i] = place;
                    place += parameter.Value.Shape.Size;
                }
            }

            if (place > start)
            {
                segments.Add(new Segment(start, place - start, group));
            }
        }

        TrainedLength = place;
        for (int i = 0; i < _places.Length; i++)
        {
            if (!model.Parameters[i].IsTrained)
            {
                _places[i] = place;
                place += model.Parameters[i].Value.Shape.Size;
            }
        }

        (Length, Trained, Segments) = (place, trained, [.. segments]);
    }

    /// <summary>A stretch of the vector whose parameters learn in one way.</summary>
    public readonly record struct Segment(int Start, int Length, ParameterGroup Group);

    /// <summary>All numbers, trained or not.</summary>
    public int Length { get; }

    /// <summary>The trained ones, which stand first.</summary>
    public int TrainedLength { get; }

    /// <summary>The trained parameters by their place among the model's, in the order of the vector.</summary>
    public IReadOnlyList<int> Trained { get; }

    /// <summary>The groups' stretches of the trained part.</summary>
    public Segment[] Segments { get; }

    /// <summary>The stretch that a place in the trained part lies in.</summary>
    public Segment SegmentAt(int place) => Array.Find(Segments, segment => place >= segment.Start && place < segment.Start + segment.Length);

    /// <summary>Where a parameter stands.</summary>
    /// <param name="parameter">Its place among the model's.</param>
    public int PlaceOf(int parameter) => _places[parameter];

    /// <summary>A parameter's part of the vector.</summary>
    public Memory<float> Of(Memory<float> vector, int parameter) => vector.Slice(_places[parameter], _model.Parameters[parameter].Value.Shape.Size);

    /// <summary>Puts a vector's numbers into the model.</summary>
    public void CopyToModel(Memory<float> vector)
    {
        for (int i = 0; i < _places.Length; i++)
        {
            Of(vector, i).Span.CopyTo(_model.Parameters[i].Value.Span);
        }
    }

    /// <summary>Takes the model's numbers into a vector.</summary>
    public void CopyFromModel(Memory<float> vector)
    {
        for (int i = 0; i < _places.Length; i++)
        {
            _model.Parameters[i].Value.Span.CopyTo(Of(vector, i).Span);
        }
    }
}
